import type { LinkFault } from '@ketik/client'
import type { Words } from './words.ts'

export const id: Words = {
  online: count => `${count} online`,
  connecting: address => `menghubungi ${address} …`,
  away: (address, hadConnected, seconds) =>
    `${address}: ${hadConnected ? 'koneksi terputus' : 'tidak bisa terhubung'} · mencoba lagi${seconds > 0 ? ` dalam ${seconds} detik` : ' …'}`,
  ended: 'terputus',
  clusterAway: 'server sedang menyambung kembali ke cluster',

  welcome:
    'Selamat datang di Ketik. /race untuk balapan, /help untuk bantuan. Teks lain dikirim sebagai obrolan.',
  dropped: address => `Koneksi ke ${address} terputus. Menyambung kembali …`,
  cannotConnect: (address, fault) => `Tidak bisa terhubung ke ${address}: ${faults[fault]}`,
  unsent: lines => `${lines} baris tidak terkirim: koneksi terputus.`,
  unconfirmed: 'Server belum mengonfirmasi baris terakhir. Mungkin ada yang tidak terkirim.',
  resumed: 'Kembali ke balapan. Tidak ada ketukan yang hilang.',
  seatLost: 'Kamu terputus terlalu lama dan sudah keluar dari balapan.',
  moving: 'Server ini akan berhenti. Pindah ke server lain …',
  notConnected: 'Tidak terhubung. Coba lagi setelah koneksi pulih.',
  unknownCommand: (typed, nearest) =>
    `Perintah ${typed} tidak dikenal. ${nearest === undefined ? 'Ketik /help untuk melihat semua perintah.' : `Maksudmu ${nearest}?`} Tidak ada yang dikirim.`,
  noPaste: 'Teks yang ditempel tidak dihitung dalam balapan.',
  oldServer: 'Server itu tidak mendukung protokol versi 1.',
  needsTerminal: 'Balapan memerlukan terminal sebagai input dan output standar.',
  alreadyWaiting: 'Kamu sudah menunggu balapan. /leave untuk berhenti.',
  alreadyRacing: 'Kamu sudah di dalam balapan. /leave untuk menyerah.',
  nothingToLeave: 'Kamu tidak sedang menunggu atau mengikuti balapan.',
  boardWindows: '/board [day|week|all] [keys|arrival|any]',
  help: [
    '/race [en|id] [RUANG]  balapan; dengan kode ruang, hanya melawan pemain dengan kode itu',
    '/race RUANG rated      balapan dihitung untuk rating kalau semua di ruang itu memintanya',
    '/leave                 berhenti menunggu, menyerah, atau menutup hasil',
    '/board [day|week|all]  tampilkan papan peringkat periode itu: hanya ketikan terverifikasi',
    '/board [arrival|any]   hasil menurut waktu tiba, atau semua hasil',
    '/help                  tampilkan daftar perintah',
    '/quit                  keluar dari Ketik (sama dengan Ctrl-C)',
    '//teks                 kirim pesan yang diawali "/"',
    'Tab berpindah antara teks balapan dan baris obrolan. Ctrl-W menghapus kata. Teks lain dikirim sebagai obrolan.',
  ],

  hintLobby: '/race  /board  /help  /quit',
  hintWaiting: (count, seconds) =>
    `menunggu lawan${count === null ? '' : `: ${count} di sini`} · ${seconds} detik · /leave untuk berhenti`,
  hintRacing: 'Tab: obrolan dan perintah',
  hintWrong: 'salah: Backspace, atau Ctrl-W untuk satu kata',
  hintAside: 'Tab: kembali ke teks · /leave untuk menyerah',
  hintDone: 'Kamu sudah finis. Yang lain masih mengetik. /race untuk balapan berikutnya.',
  hintResult: '/race untuk balapan berikutnya · /leave atau Esc ke lobi',
  hintOffline: keys => `koneksi terputus: lanjutkan mengetik, ${keys} ketukan akan dikirim nanti`,
  hintLeaving: 'Tekan Ctrl-C lagi untuk keluar dari balapan dan program. Tombol lain: batal.',
  hintShut: 'Balapan selesai. Tekan Enter atau berhenti mengetik sebentar untuk mengobrol.',
  scrolled: 'baris lama · Page Down untuk kembali',

  countdown: 'Mulai dalam',
  go: 'Mulai!',
  words: 'kpm',
  seconds: 'detik',
  seatStates: { racing: '', away: 'terputus', finished: 'selesai', left: 'keluar' },
  moreRacers: count => `dan ${count} lagi`,

  verdicts: {
    won: 'Kamu menang!',
    lost: 'Balapan selesai.',
    draw: 'Seri.',
    cancelled: 'Balapan dibatalkan.',
  },
  lostTypeOn: 'Sudah ada yang finis. Lanjutkan mengetik, hasilmu tetap dihitung.',
  reasons: {
    opponent_left: 'Yang lain sudah keluar.',
    implausible: 'Ketikan ini tampak otomatis, jadi hasilnya tidak dihitung.',
    timeout: 'Waktu habis.',
    finish: '',
    cancelled: '',
  },
  done: 'Kamu sudah menyelesaikan teksnya.',
  place: 'urutan finis',
  placeOf: (place, of) => `finis ke-${place} dari ${of}`,
  placePending: 'urutan finis belum pasti',
  racer: 'pembalap',
  raw: 'mentah',
  accuracy: 'akurasi',
  consistency: 'konsistensi',
  offlineFor: seconds => `${seconds} detik offline`,
  races: 'balapan',
  leaderboard: 'Papan peringkat',
  boardTitle: ({ window, timed }) =>
    `${
      {
        day: 'Papan peringkat, hari ini',
        week: 'Papan peringkat, minggu ini',
        all: 'Papan peringkat, sepanjang masa',
      }[window]
    }${{ keys: '', arrival: ' · menurut waktu tiba', any: ' · semua hasil' }[timed]}`,
  boardByArrival: 'menurut waktu tiba: program pemain ini tidak mengirim ketikan untuk diverifikasi',
  boardEmpty: 'belum ada hasil',
  joined: name => `${name} bergabung`,
  left: name => `${name} keluar`,

  closedFor: code => closings[code] ?? `Server memutus koneksi ini (${code}). /quit untuk keluar.`,
  refusal: code => refusals[code],

  usage:
    'pemakaian: npm run terminal -- --name NAMA [--host HOST[:PORT] …] [--port 50000] [--lang en|id] [--room KODE] [--sign-in | --passphrase-file FILE]',
  optionHelp: [
    '  --name NAMA             namamu, 1 sampai 24 karakter (wajib)',
    '  --host HOST[:PORT]      server; ulangi untuk server cadangan (default 127.0.0.1)',
    '  --port PORT             port untuk host tanpa port (default 50000)',
    '  --lang en|id            bahasa program dan teks balapan',
    '  --room KODE             balapan hanya dengan pemain yang memakai kode ruang ini',
    '  --sign-in               tanyakan kata sandi untuk nama yang terdaftar',
    '  --passphrase-file FILE  baca kata sandi itu dari file',
    '  -h, --help              tampilkan bantuan ini',
    '  -V, --version           tampilkan versi',
    '',
    'Dalam pipe, setiap baris input standar adalah pesan obrolan atau perintah.',
    'Kode keluar: 0 keluar normal, 1 gagal (misalnya tidak terhubung atau baris ditolak), 2 opsi salah.',
  ],
  askPassphrase: 'Kata sandi: ',
  noPassphrase: 'kata sandi tidak bisa dibaca',
  noTerminalToAsk: '--sign-in memerlukan terminal untuk menanyakan kata sandi. Pakai --passphrase-file FILE.',
  badName: 'isi nama 1 sampai 24 karakter: --name NAMA',
  badHost: host => `bukan alamat: ${host}`,
  badPort: 'port adalah angka 1 sampai 65535',
  badLang: '--lang adalah en atau id',
  badRoom: 'ruang terdiri dari 1 sampai 64 huruf, angka, "-", dan "_"',
  unknownOption: option => `opsi tidak dikenal: ${option}`,
  optionNeedsValue: option => `opsi ${option} memerlukan nilai`,
  optionTakesNoValue: option => `opsi ${option} tidak menerima nilai`,
  surplusArgument: argument => `argumen berlebih: ${argument}`,
  plain:
    'Input atau output standar bukan terminal: setiap baris adalah obrolan atau perintah, dan kamu tidak bisa balapan.',
}

const faults: Readonly<Record<LinkFault, string>> = {
  refused: 'koneksi ditolak. Jalankan server, atau periksa --host dan --port.',
  'unknown-host': 'nama host tidak dikenal. Periksa --host.',
  unreachable: 'host tidak bisa dijangkau. Periksa --host dan jaringan.',
  'timed-out': 'tidak ada jawaban (timeout). Periksa --host, --port, dan firewall.',
  ended: 'server menutup koneksi sebelum login. Periksa --host dan --port.',
  'not-ketik': 'alamat itu milik layanan lain, bukan Ketik untuk terminal. Periksa --port (default 50000).',
  silent: 'koneksi diterima, tetapi jawabannya bukan dari Ketik. Periksa --port (default 50000).',
}

const closings: Readonly<Record<number, string>> = {
  4400: 'Server menutup koneksi ini: terlalu banyak pesan sekaligus. /quit untuk keluar.',
  4401: 'Kamu sudah keluar dari akun. /quit untuk keluar.',
  4423: 'Nama yang kamu pakai sudah didaftarkan orang lain. /quit untuk keluar.',
  4403: 'Operator memblokir kamu untuk sementara. /quit untuk keluar.',
  4409: 'Kamu masuk dari tempat lain, jadi koneksi ini ditutup. /quit untuk keluar.',
}

const refusals: Readonly<Record<string, string>> = {
  name_claimed: 'Nama itu terdaftar. Kalau itu namamu, tambahkan --sign-in. Kalau bukan, pilih nama lain.',
  name_kept: 'Nama itu baru saja dilepas. Pilih nama lain.',
  name_unclaimed: 'Nama itu belum terdaftar. Masuk tanpa kata sandi.',
  wrong_passphrase: 'Kata sandi salah untuk nama itu.',
  name_taken: 'Nama itu sedang dipakai. Pilih nama lain.',
  bad_username:
    'Nama itu tidak bisa dipakai. Pakai 1 sampai 24 karakter dari satu aksara, tanpa titik dua, kurung siku, atau tanda centang.',
  chat_too_long: 'Pesan maksimal 300 karakter.',
  chat_repeated: 'Kamu sudah mengirim pesan yang sama beberapa kali.',
  chat_empty: 'Pesan itu kosong.',
  muted: 'Operator membisukan kamu untuk sementara.',
  banned: 'Operator memblokir kamu untuk sementara.',
  rate_limited: 'Terlalu banyak permintaan sekaligus. Tunggu sebentar, lalu coba lagi.',
  queue_full: 'Antrean penuh. Tunggu sebentar, lalu coba lagi.',
  room_full: 'Ruang itu sudah penuh.',
  unavailable: 'Layanan sedang terganggu. Tunggu sebentar, lalu coba lagi.',
  already_racing: 'Kamu sedang balapan.',
  internal: 'Terjadi kesalahan di server. Kesalahan ini sudah dicatat.',
}
