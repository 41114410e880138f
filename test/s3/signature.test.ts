import { expect, test } from 'vitest'
import { AwsV4Signer } from 'aws4fetch'
import { sha256, signatureOf } from './signature.ts'

/** The examples of “Transferring Payload in a Single Chunk (AWS Signature Version 4)”, Amazon S3 API Reference. */
const id = 'AKIAIOSFODNN7EXAMPLE'
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const date = '20130524T000000Z'
const host = 'examplebucket.s3.amazonaws.com'
const empty = sha256('')

const examples = [
  {
    what: 'GET Object',
    method: 'GET',
    target: '/test.txt',
    more: { range: 'bytes=0-9', 'x-amz-content-sha256': empty },
    signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41'
  },
  {
    what: 'PUT Object',
    method: 'PUT',
    target: '/test%24file.text',
    more: {
      date: 'Fri, 24 May 2013 00:00:00 GMT',
      'x-amz-content-sha256': sha256('Welcome to Amazon S3.'),
      'x-amz-storage-class': 'REDUCED_REDUNDANCY'
    },
    signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd'
  },
  {
    what: 'GET Bucket Lifecycle',
    method: 'GET',
    target: '/?lifecycle',
    more: { 'x-amz-content-sha256': empty },
    signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'
  },
  {
    what: 'Get Bucket (List Objects)',
    method: 'GET',
    target: '/?max-keys=2&prefix=J',
    more: { 'x-amz-content-sha256': empty },
    signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'
  }
]

const claimed = (headers: object, signature: string) => ({
  ...headers,
  authorization: `AWS4-HMAC-SHA256 Credential=${id}/20130524/us-east-1/s3/aws4_request,SignedHeaders=${Object.keys(headers).toSorted().join(';')},Signature=${signature}`
})

test.each(examples)('the signature of the published example $what is the published one', example => {
  const { method, target, more, signature } = example
  const headers = claimed({ host, ...more, 'x-amz-date': date }, signature)
  expect(signatureOf({ method, target, headers }, secret)).toMatchObject({ id, region: 'us-east-1', right: signature })
})

test('is another one when anything of the request is another', () => {
  const { method, target, more, signature } = examples[1]!
  const headers = claimed({ host, ...more, 'x-amz-date': date }, signature)
  const others = [
    { method: 'DELETE' },
    { target: '/test%24file.texts' },
    { target: `${target}?a=b` },
    ...Object.keys({ host, ...more, 'x-amz-date': date }).map(name => ({ headers: { ...headers, [name]: 'x' } }))
  ]
  expect(others.length).toBe(8)
  for (const other of others) {
    expect(signatureOf({ method, target, headers, ...other }, secret).right, JSON.stringify(other)).not.toBe(signature)
  }
})

test.each(examples)('the client signs the published example $what as published', async example => {
  const { method, target, more, signature } = example
  const signer = new AwsV4Signer({
    method,
    url: `https://${host}${target}`,
    headers: more,
    accessKeyId: id,
    secretAccessKey: secret,
    service: 's3',
    region: 'us-east-1',
    datetime: date,
    // The examples sign `range`, which the client leaves out unless it is told.
    allHeaders: true
  })
  expect(await signer.signature()).toBe(signature)
})
