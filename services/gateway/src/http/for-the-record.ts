import { speakable } from '@ketik/edge'
import { Type } from 'typebox'

/** What an operator may say of an action, as fields of its request. */
export const recordFields = {
  reason: Type.Optional(Type.String({ maxLength: 500, description: 'For the record' })),
  operator: Type.Optional(Type.String({ maxLength: 64, description: 'Who does it, for the record' })),
}

export type Said = { readonly reason?: string; readonly operator?: string }

/** The same as the record keeps it. */
export const forTheRecord = ({ reason, operator }: Said): Said => ({
  ...(reason === undefined ? {} : { reason: speakable(reason) }),
  ...(operator === undefined ? {} : { operator: speakable(operator) }),
})
