// undici as a service uses it: a Pool, a promise a request under way, JSON both ways.
'use strict'
const fs = require('fs')
const { Pool } = require('undici')

function giveUp(why) {
  console.error('bench:', why)
  process.exit(1)
}

const options = {}
for (let i = 2; i + 1 < process.argv.length; i += 2) options[process.argv[i]] = process.argv[i + 1]
const connections = Number(options['--connections'])
const warmUp = Number(options['--warm-up'] || 0)
const requests = Number(options['--requests'])
setTimeout(() => giveUp('it takes too long'), 300000).unref()

const pool = new Pool(`https://127.0.0.1:${options['--port']}`, {
  connections,
  pipelining: 1,
  connect: { ca: fs.readFileSync(options['--ca']) }
})
let sent = 0

async function upsert() {
  const email = `user${String(sent++ % 1000000).padStart(6, '0')}@example.com`
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: `/v1/runwayml/accounts/${email}`,
    headers: {
      authorization: 'Bearer user:1234-abcdefghijklmnop',
      'user-agent': 'bench/1.0',
      accept: 'application/json',
      'content-type': 'application/json'
    },
    body: JSON.stringify({ email, password: 'correct horse battery staple 42', maxJobs: 5 })
  })
  const account = await body.json()
  if (statusCode !== 200 || account.maxJobs !== 5 || !account.jwt.token) giveUp('not the account that was hoped for')
}

async function run(count) {
  let taken = 0
  const worker = async () => {
    while (taken++ < count) await upsert()
  }
  await Promise.all(Array.from({ length: connections }, worker))
}

async function main() {
  await run(warmUp)
  const cpuBefore = process.cpuUsage()
  const begin = process.hrtime.bigint()
  await run(requests)
  const taken = Number(process.hrtime.bigint() - begin) / 1e9
  const cpu = process.cpuUsage(cpuBefore)
  console.log(
    JSON.stringify({
      client: 'undici',
      connections,
      requests,
      seconds: taken,
      cpu_user: cpu.user / 1e6,
      cpu_system: cpu.system / 1e6
    })
  )
  await pool.close()
}

main().catch((failure) => giveUp(failure))
