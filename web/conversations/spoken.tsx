import { Contact, FileQuestion, LayoutTemplate, MapPin, MousePointerClick, Share2, ShoppingBag } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import type { Card, Content } from '../../shared/conversations/content.ts'
import { labelOf } from '../../shared/conversations/content-words.ts'
import { fileNow } from '../../shared/conversations/later-changes.ts'
import type { LaterChange } from '../../shared/conversations/page-item.ts'
import { unreachable } from '../../shared/kernel/unreachable.ts'
import { LinkedText } from '../ui/linked-text.tsx'
import { File } from './file.tsx'
import { MailPage } from './mail-page.tsx'
import { words } from './words.ts'

type Props = { conversation: string; content: Content; later: LaterChange | undefined }

/** What a message says, each kind in plain words. What cannot be shown yet is named honestly. */
export function Spoken({ conversation, content, later }: Props) {
  switch (content.kind) {
    case 'text':
      return (
        <>
          <LinkedText text={content.text} />
          {content.choices && (
            <ul class="asked" aria-label={words.choices}>
              {content.choices.map(({ title }) => (
                <li key={title}>{title}</li>
              ))}
            </ul>
          )}
        </>
      )
    case 'template':
      return (
        <>
          {content.head && (
            <File conversation={conversation} file={content.head} now={fileNow(later, 0, content.head)} />
          )}
          <Kind icon={<LayoutTemplate class="small" />} name={`Template · ${content.name}`} text={content.text}>
            {content.place && <OnMap {...content.place} />}
          </Kind>
        </>
      )
    case 'media': {
      const page = content.items.findIndex(item => item.page)
      return (
        <>
          {content.items.map((item, at) => {
            const so = { conversation, now: fileNow(later, at, item) }
            // oxlint-disable-next-line react/no-array-index-key -- the files of a message never change their order
            return item.page ? null : <File key={at} file={item} {...so} />
          })}
          {content.caption && <LinkedText text={content.caption} />}
          {page >= 0 && <MailPage conversation={conversation} now={fileNow(later, page, content.items[page]!)} />}
        </>
      )
    }
    case 'location':
      return <Place content={content} />
    case 'cards':
      return content.cards.map((card, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- the cards of a message never change their order
        <BusinessCard key={at} card={card} />
      ))
    case 'choice':
      return (
        <>
          <Kind icon={<MousePointerClick class="small" />} name={choiceNames[content.via]} text={content.title} />
          {content.description && <span class="more">{content.description}</span>}
        </>
      )
    case 'order':
      return (
        <Kind icon={<ShoppingBag class="small" />} name={words.order} text={content.text}>
          <Ordered items={content.items} />
        </Kind>
      )
    case 'shared': {
      const text = [content.title, content.url].filter(Boolean).join('\n')
      return <Kind icon={<Share2 class="small" />} name={labelOf(content)} text={text} />
    }
    case 'erased':
      return <span class="kind">{words.erased}</span>
    case 'unsupported':
      return (
        <Kind
          icon={<FileQuestion class="small" />}
          name={`${content.what.replaceAll('_', ' ')} · ${words.notYet}`}
          title={words.unsupported}
          text={content.caption}
        />
      )
    default:
      return unreachable(content)
  }
}

type KindProps = {
  icon: ComponentChildren
  name: string
  title?: string
  text: string | undefined
  children?: ComponentChildren
}

function Kind({ icon, name, title, text, children }: KindProps) {
  return (
    <>
      <span class="kind" dir="ltr" title={title}>
        {icon} {name}
      </span>
      {children}
      {text && <LinkedText text={text} />}
    </>
  )
}

const choiceNames = {
  button: 'Pressed a button',
  list: 'Chose from a list',
  'quick-reply': 'Chose a quick reply',
  postback: 'Pressed a button',
  form: 'Filled in a form'
} as const

function Place({ content }: { content: Extract<Content, { kind: 'location' }> }) {
  const { name, address } = content
  return (
    <Kind icon={<MapPin class="small" />} name={labelOf(content)} text={[name, address].filter(Boolean).join('\n')}>
      <OnMap {...content} />
    </Kind>
  )
}

function OnMap({ latitude, longitude }: { latitude: number; longitude: number }) {
  return (
    <a
      class="place"
      href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`}
      target="_blank"
      rel="noopener noreferrer nofollow"
    >
      {latitude},{longitude}
    </a>
  )
}

function BusinessCard({ card: { name, organisation, phones, emails } }: { card: Card }) {
  return (
    <span class="file">
      <Contact />
      <span>
        <b>{name}</b>
        {[organisation, ...phones, ...emails].filter(Boolean).map(line => (
          <bdi key={line}>{line}</bdi>
        ))}
      </span>
    </span>
  )
}

function Ordered({ items }: Pick<Extract<Content, { kind: 'order' }>, 'items'>) {
  return (
    <ul class="ordered">
      {items.map(({ product, quantity, price, currency }) => (
        <li key={product}>
          {quantity} × <bdi>{product}</bdi>
          {price !== undefined && ` · ${[price, currency].filter(Boolean).join(' ')}`}
        </li>
      ))}
    </ul>
  )
}
