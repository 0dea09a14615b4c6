// npm's @msgpack/msgpack behind the frames and descriptions of peer.py. The first argument is the package's directory.
//
// JavaScript has one type for integers and floats, and objects whose keys are text. What follows tells the library's reading and
// writing of floats from that of integers, and gives map keys of any type a name; every byte is still read and written by the library.
"use strict";

const { Decoder, Encoder, ExtData, ExtensionCodec, decodeTimestampToTimeSpec, encodeTimeSpecToTimestamp } = require(process.argv[2]);

const MOST_NESTING = 1000;
const LARGEST_UINT32 = 2n ** 32n - 1n;
const SMALLEST_INT32 = -(2n ** 31n);

class Float {
  constructor(value, isSingle) {
    this.value = value;
    this.isSingle = isSingle;
  }
}

class Time {
  constructor({ sec, nsec }) {
    this.sec = sec;
    this.nsec = nsec;
  }
}

// The keys of maps by the names that stand for them, which keep the order and the duplicates.
const keys = new Map();

function nameOf(key) {
  const name = `key of a map ${keys.size}`;
  keys.set(name, key);
  return name;
}

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: -1,
  encode: (value) => (value instanceof Time ? encodeTimeSpecToTimestamp(value) : null),
  decode: (data) => new Time(decodeTimestampToTimeSpec(data)),
});

class FaithfulDecoder extends Decoder {
  constructor() {
    super({ extensionCodec, useBigInt64: true, mapKeyConverter: nameOf });
  }

  readF32() {
    return new Float(super.readF32());
  }

  readF64() {
    return new Float(super.readF64());
  }
}

class FaithfulEncoder extends Encoder {
  constructor() {
    super({ extensionCodec, useBigInt64: true, maxDepth: MOST_NESTING });
  }

  encodeObject(value, depth) {
    if (!(value instanceof Float)) {
      super.encodeObject(value, depth);
      return;
    }
    this.forceFloat32 = value.isSingle;
    this.encodeNumberAsFloat(value.value);
  }

  encodeString(text) {
    if (keys.has(text)) {
      this.doEncode(keys.get(text), 1);
    } else {
      super.encodeString(text);
    }
  }
}

function bitsOf(value) {
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value);
  return bits.toString("hex");
}

const hex = (bytes) => Buffer.from(bytes).toString("hex");

function describe(value) {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number" || typeof value === "bigint") return ["i", value.toString()];
  if (typeof value === "string") return ["s", hex(Buffer.from(value, "utf8"))];
  if (value instanceof Float) return ["f", bitsOf(value.value)];
  if (value instanceof Uint8Array) return ["b", hex(value)];
  if (Array.isArray(value)) return ["a", value.map(describe)];
  if (value instanceof Time) return ["t", value.sec.toString(), value.nsec];
  if (value instanceof ExtData) return ["x", value.type, hex(value.data)];
  return ["m", Object.entries(value).map(([name, item]) => [describe(keys.get(name)), describe(item)])];
}

// Numbers where they take the smallest form, which the library writes for up to 32 bits; above, 64 bits are the smallest.
function integer(value) {
  return value >= SMALLEST_INT32 && value <= LARGEST_UINT32 ? Number(value) : value;
}

function build(description) {
  if (description === null || typeof description === "boolean") return description;
  const [tag, content, more] = description;
  switch (tag) {
    case "i":
      return integer(BigInt(content));
    case "f":
    case "g":
      return new Float(Buffer.from(content, "hex").readDoubleBE(), tag === "g");
    case "s":
      return Buffer.from(content, "hex").toString("utf8");
    case "b":
      return new Uint8Array(Buffer.from(content, "hex"));
    case "a":
      return content.map(build);
    case "m":
      return Object.fromEntries(content.map(([key, item]) => [nameOf(build(key)), build(item)]));
    case "t":
      return new Time({ sec: Number(content), nsec: more });
    default:
      return new ExtData(content, new Uint8Array(Buffer.from(more, "hex")));
  }
}

function answer(request) {
  keys.clear();
  try {
    const content = request.subarray(1);
    const reply = request[0] === "D".charCodeAt(0)
      ? Buffer.from(JSON.stringify(describe(new FaithfulDecoder().decode(content))))
      : Buffer.from(new FaithfulEncoder().encode(build(JSON.parse(content.toString("utf8")))));
    return Buffer.concat([Buffer.from([0]), reply]);
  } catch (error) {
    return Buffer.concat([Buffer.from([1]), Buffer.from(String(error))]);
  }
}

let pending = Buffer.alloc(0);
process.stdin.on("data", (chunk) => {
  pending = Buffer.concat([pending, chunk]);
  while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32BE()) {
    const end = 4 + pending.readUInt32BE();
    const reply = answer(pending.subarray(4, end));
    const header = Buffer.alloc(4);
    header.writeUInt32BE(reply.length);
    process.stdout.write(Buffer.concat([header, reply]));
    pending = pending.subarray(end);
  }
});
