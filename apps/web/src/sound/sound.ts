export type Sound = 'key' | 'wrong' | 'erase' | 'count' | 'go' | 'finish'
