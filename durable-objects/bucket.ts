import { DurableObject } from 'cloudflare:workers'

export class BucketObject extends DurableObject {}
