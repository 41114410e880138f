import type { ListView } from '../../shared/conversations/thread.ts'

/** An empty list teaches the next step. */
export const emptyList: Record<ListView, { readonly title: string; readonly next: string }> = {
  mine: {
    title: 'Nothing is yours right now',
    next: 'Take one from Unassigned: open it and press A, or choose Claim.'
  },
  unassigned: { title: 'Everybody is looked after', next: 'A new conversation appears here until somebody takes it.' },
  all: { title: 'No open conversations', next: 'When a customer writes on any inbox, it appears here.' },
  snoozed: { title: 'Nothing is asleep', next: 'Press S in a conversation to let it come back later.' },
  resolved: {
    title: 'Nothing resolved yet',
    next: 'Press E in a conversation when it is done. It comes back if the customer writes again.'
  }
}

/** Without an inbox nobody can write: that comes before every other next step. */
export const noInbox = {
  admin: {
    title: 'No inbox is connected yet',
    next: 'Whoever runs the server connects one with npm run daybook -- inboxes connect, and adds colleagues with npm run daybook -- users add.'
  },
  others: { title: 'You work in no inbox yet', next: 'Ask an admin of your workspace to add you to one.' },
  coming: {
    title: 'Fetching your conversations',
    next: 'The first time takes a moment. Afterwards they are on this device.'
  },
  offline: { title: 'Nothing is on this device yet', next: 'Your conversations come when you are online.' }
} as const

export const onlyHistory =
  'This is what was said before, and brought here. When they write again, you answer in the conversation that begins then.'

export const words = {
  reply: 'Reply',
  note: 'Note',
  claim: 'Claim',
  assign: 'Assign',
  snooze: 'Snooze',
  resolve: 'Resolve',
  reopen: 'Reopen',
  retry: 'Retry',
  cancel: 'Cancel',
  react: 'React',
  takeReactionBack: 'Take it back',
  discard: 'Discard',
  sendAnyway: 'Send anyway',
  putBack: 'Put back into the composer',
  chooseTemplate: 'Choose a template',
  more: 'More',
  back: 'Back to the list',
  backToBoard: 'Back to the board',
  details: 'Details',
  messages: 'Messages',
  nobody: 'Nobody',
  you: 'You',
  onDevice: 'Still on this device',
  older: 'Looking for older messages…',
  olderOffline: 'Older messages are on the server. They come when you are online.',
  unsupported: 'This kind of message cannot be shown yet. It is kept.',
  erased: 'This message was erased.',
  notYet: 'cannot be shown yet',
  onItsWay: 'on its way',
  notOnDevice: 'not on this device',
  phrases: 'Saved replies',
  attach: 'Attach a file',
  choices: 'Choices to press',
  attached: 'Attached',
  record: 'Record a voice message',
  recording: 'Recording',
  cancelRecording: 'Cancel the recording',
  endRecording: 'Done recording',
  voiceMessage: 'Voice message',
  remove: 'Remove',
  fileGone: 'Its file is not on this device any more.',
  noVoiceHere: 'Voice messages cannot be sent here.',
  noFilesHere: 'Files cannot be sent here.',
  openPicture: 'Open',
  save: 'Save',
  asWritten: 'As it was sent',
  asWrittenTitle: 'The e-mail as it was sent',
  picturesHidden: 'Pictures from other places are not loaded: they would tell the sender that this was read.',
  picturesShown: 'Pictures from other places are loaded.',
  showPictures: 'Show them',
  pageOffline: 'The page is shown when you are online again. Its words stand in the conversation.',
  order: 'Order',
  forwarded: 'Forwarded',
  toStory: 'Answers your story',
  olderMessage: 'An older message',
  edited: 'edited',
  before: 'It said before:',
  unsent: 'Message unsent',
  theyUnsent: 'The customer unsent this message',
  anotherApp: 'Another app',
  untilTheyWrite: 'You can write again when the customer does.'
} as const
