/** Any set of header fields: a platform `Headers`, or a Map in a test. Lines of one name are joined with a comma. */
export type Fields = { get(name: string): string | null | undefined }
