using System.Globalization;
using System.Numerics;
using System.Text;
using StateGen.Serialization;

namespace StateGen.TestKit.Nodes;

/// <summary>A MessagePack value apart from how it is encoded: what every implementation must see in the same bytes.</summary>
/// <remarks>
/// Its description is JSON that other languages make and read, exact to the bit: null, true, false, or an array that begins with a tag:
/// <code>
/// ["i","-1"]            integer
/// ["f","3ff8…"]         float, the bits of the double; ["g",…] where it shall be written with 32 bits
/// ["s","c3a9"]          text, its UTF-8 in hexadecimal
/// ["b","00ff"]          binary
/// ["a",[…]]             array
/// ["m",[[key,value],…]] map, in the order of the bytes
/// ["t","-1",100]        timestamp: seconds, nanoseconds
/// ["x",5,"00"]          extension: type, content
/// </code>
/// </remarks>
internal abstract record Node
{
    /// <summary>What a decoder can see, which is not how many bits a float had.</summary>
    public string Description => Describe(marksSingles: false);

    /// <summary>What an encoder is to write.</summary>
    public string Instruction => Describe(marksSingles: true);

    /// <summary>Writes the value in the smallest form.</summary>
    public abstract void Write(ref MessagePackWriter writer);

    protected abstract void Describe(StringBuilder json, bool marksSingles);

    public byte[] ToBytes()
    {
        var writer = new MessagePackWriter(default);
        try
        {
            Write(ref writer);
            return writer.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    public sealed override string ToString() => Instruction;

    private string Describe(bool marksSingles)
    {
        var json = new StringBuilder();
        Describe(json, marksSingles);
        return json.ToString();
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    internal sealed record Nil : Node
    {
        public override void Write(ref MessagePackWriter writer) => writer.WriteNil();

        protected override void Describe(StringBuilder json, bool marksSingles) => json.Append("null");
    }

    internal sealed record Boolean(bool Value) : Node
    {
        public override void Write(ref MessagePackWriter writer) => writer.WriteBoolean(Value);

        protected override void Describe(StringBuilder json, bool marksSingles) => json.Append(Value ? "true" : "false");
    }

    /// <summary>From -2^63 to 2^64 - 1.</summary>
    internal sealed record Integer(BigInteger Value) : Node
    {
        public override void Write(ref MessagePackWriter writer)
        {
            if (Value.Sign < 0)
                writer.WriteInt64((long)Value);
            else
                writer.WriteUInt64((ulong)Value);
        }

        protected override void Describe(StringBuilder json, bool marksSingles) => json.Append(CultureInfo.InvariantCulture, $"[\"i\",\"{Value}\"]");
    }

    internal sealed record Float(double Value, bool IsSingle) : Node
    {
        public override void Write(ref MessagePackWriter writer)
        {
            if (IsSingle)
                writer.WriteSingle((float)Value);
            else
                writer.WriteDouble(Value);
        }

        protected override void Describe(StringBuilder json, bool marksSingles) =>
            json.Append(CultureInfo.InvariantCulture, $"[\"{(IsSingle && marksSingles ? 'g' : 'f')}\",\"{BitConverter.DoubleToUInt64Bits(Value):x16}\"]");
    }

    internal sealed record Text(string Value) : Node
    {
        public override void Write(ref MessagePackWriter writer) => writer.WriteString(Value);

        protected override void Describe(StringBuilder json, bool marksSingles) => json.Append("[\"s\",\"").Append(Hex(Encoding.UTF8.GetBytes(Value))).Append("\"]");
    }

    internal sealed record Binary(byte[] Value) : Node
    {
        public override void Write(ref MessagePackWriter writer) => writer.WriteBinary(Value);

        protected override void Describe(StringBuilder json, bool marksSingles) => json.Append("[\"b\",\"").Append(Hex(Value)).Append("\"]");
    }

    internal sealed record List(IReadOnlyList<Node> Items) : Node
    {
        public override void Write(ref MessagePackWriter writer)
        {
            writer.WriteArrayHeader(Items.Count);
            foreach (var item in Items)
                item.Write(ref writer);
        }

        protected override void Describe(StringBuilder json, bool marksSingles)
        {
            json.Append("[\"a\",[");
            for (var index = 0; index < Items.Count; index++)
                Items[index].Describe(index == 0 ? json : json.Append(','), marksSingles);
            json.Append("]]");
        }
    }

    internal sealed record Map(IReadOnlyList<(Node Key, Node Value)> Entries) : Node
    {
        public override void Write(ref MessagePackWriter writer)
        {
            writer.WriteMapHeader(Entries.Count);
            foreach (var (key, value) in Entries)
            {
                key.Write(ref writer);
                value.Write(ref writer);
            }
        }

        protected override void Describe(StringBuilder json, bool marksSingles)
        {
            json.Append("[\"m\",[");
            for (var index = 0; index < Entries.Count; index++)
            {
                Entries[index].Key.Describe(json.Append(index == 0 ? "[" : ",["), marksSingles);
                Entries[index].Value.Describe(json.Append(','), marksSingles);
                json.Append(']');
            }

            json.Append("]]");
        }
    }

    /// <summary>An instant in UTC.</summary>
    internal sealed record Timestamp(DateTime Value) : Node
    {
        private const int NanosecondsPerTick = 100;

        public override void Write(ref MessagePackWriter writer) => writer.WriteTimestamp(Value);

        protected override void Describe(StringBuilder json, bool marksSingles)
        {
            var (seconds, ticks) = Math.DivRem(Value.Ticks, TimeSpan.TicksPerSecond);
            json.Append(CultureInfo.InvariantCulture, $"[\"t\",\"{seconds - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond)}\",{ticks * NanosecondsPerTick}]");
        }
    }

    internal sealed record Extension(sbyte Type, byte[] Content) : Node
    {
        public override void Write(ref MessagePackWriter writer)
        {
            writer.WriteExtensionHeader(Type, Content.Length);
            writer.WriteRaw(Content);
        }

        protected override void Describe(StringBuilder json, bool marksSingles) => json.Append(CultureInfo.InvariantCulture, $"[\"x\",{Type},\"").Append(Hex(Content)).Append("\"]");
    }
}
