// The mutants that live, and why: `from` is the code, `to` what replaces it, `line` the beginning of its line where two look
// the same. Whatever survives and is not here makes `npm run test:mutation` fail.
export const accepted = {}
