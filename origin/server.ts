/** Entry of the origin service. */
export {}
