import { storeContract } from './contract.ts'
import { openHouse } from './house.ts'

storeContract(openHouse, { shared: false })
