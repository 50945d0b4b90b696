import { expect, it } from 'vitest'
import { repairMacRoman } from '../../../origin/catalog/mac-roman.ts'

it.each([
  ["Le Fabuleux destin d'AmÈlie Poulain", "Le Fabuleux destin d'Amélie Poulain"],
  ["De battre mon coeur s'est arrÍtÈ", "De battre mon coeur s'est arrêté"],
  ['Per qualche dollaro in pi˘', 'Per qualche dollaro in più'],
  ['The Naked Gun 2Ω: The Smell of Fear', 'The Naked Gun 2½: The Smell of Fear'],
  ["I Love You Ö Don't Touch Me!", "I Love You … Don't Touch Me!"],
  ['Die F‰lscher', 'Die Fälscher'],
  ['DÈj‡ Vu', 'Déjà Vu'],
  ['Ri¢hie Ri¢h', 'Ri¢hie Ri¢h'],
  ['Jaws', 'Jaws'],
  // Not of Mac Roman: cannot have been damaged this way.
  ['Alien³', 'Alien³'],
  ['七人の侍 È', '七人の侍 È'],
])('%s is %s', (damaged, text) => {
  expect(repairMacRoman(damaged)).toBe(text)
})
