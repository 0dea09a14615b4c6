using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace StateGen.Benchmarks.Serialization;

/// <summary>
/// The reading in the form of protoc's C#:
/// <c>int64 sensor = 1; string site = 2; double value = 3; int32 count = 4; bool is_valid = 5; int64 timestamp = 6;</c>
/// It is written by hand, without presence and unknown fields, so that the build does not need protoc.
/// </summary>
internal sealed class ReadingMessage : IMessage<ReadingMessage>, IBufferMessage
{
    private const uint SensorTag = (1 << 3) | (uint)WireFormat.WireType.Varint;
    private const uint SiteTag = (2 << 3) | (uint)WireFormat.WireType.LengthDelimited;
    private const uint ValueTag = (3 << 3) | (uint)WireFormat.WireType.Fixed64;
    private const uint CountTag = (4 << 3) | (uint)WireFormat.WireType.Varint;
    private const uint IsValidTag = (5 << 3) | (uint)WireFormat.WireType.Varint;
    private const uint TimestampTag = (6 << 3) | (uint)WireFormat.WireType.Varint;
    private const int TagLength = 1;

    public static MessageParser<ReadingMessage> Parser { get; } = new(static () => new ReadingMessage());

    public long Sensor { get; set; }

    public string Site { get; set; } = "";

    public double Value { get; set; }

    public int Count { get; set; }

    public bool IsValid { get; set; }

    public long Timestamp { get; set; }

    MessageDescriptor IMessage.Descriptor => throw new NotSupportedException("Neither writing nor reading asks for the description.");

    public static ReadingMessage Of(Reading reading) => new()
    {
        Sensor = reading.Sensor,
        Site = reading.Site,
        Value = reading.Value,
        Count = reading.Count,
        IsValid = reading.IsValid,
        Timestamp = reading.Timestamp,
    };

    public void MergeFrom(ReadingMessage message) => this.MergeFrom(message.ToByteArray());

    public ReadingMessage Clone() => Parser.ParseFrom(this.ToByteArray());

    public bool Equals(ReadingMessage? other) => other is not null && this.ToByteString() == other.ToByteString();

    public override bool Equals(object? obj) => Equals(obj as ReadingMessage);

    public override int GetHashCode() => this.ToByteString().GetHashCode();

    public int CalculateSize()
    {
        var size = 0;
        if (Sensor != 0)
            size += TagLength + CodedOutputStream.ComputeInt64Size(Sensor);
        if (Site.Length != 0)
            size += TagLength + CodedOutputStream.ComputeStringSize(Site);
        if (Value != 0)
            size += TagLength + sizeof(double);
        if (Count != 0)
            size += TagLength + CodedOutputStream.ComputeInt32Size(Count);
        if (IsValid)
            size += TagLength + sizeof(bool);
        if (Timestamp != 0)
            size += TagLength + CodedOutputStream.ComputeInt64Size(Timestamp);
        return size;
    }

    public void InternalWriteTo(ref WriteContext context)
    {
        if (Sensor != 0)
        {
            context.WriteRawTag((byte)SensorTag);
            context.WriteInt64(Sensor);
        }

        if (Site.Length != 0)
        {
            context.WriteRawTag((byte)SiteTag);
            context.WriteString(Site);
        }

        if (Value != 0)
        {
            context.WriteRawTag((byte)ValueTag);
            context.WriteDouble(Value);
        }

        if (Count != 0)
        {
            context.WriteRawTag((byte)CountTag);
            context.WriteInt32(Count);
        }

        if (IsValid)
        {
            context.WriteRawTag((byte)IsValidTag);
            context.WriteBool(IsValid);
        }

        if (Timestamp != 0)
        {
            context.WriteRawTag((byte)TimestampTag);
            context.WriteInt64(Timestamp);
        }
    }

    public void InternalMergeFrom(ref ParseContext context)
    {
        while (context.ReadTag() is var tag and not 0)
        {
            switch (tag)
            {
                case SensorTag: Sensor = context.ReadInt64(); break;
                case SiteTag: Site = context.ReadString(); break;
                case ValueTag: Value = context.ReadDouble(); break;
                case CountTag: Count = context.ReadInt32(); break;
                case IsValidTag: IsValid = context.ReadBool(); break;
                case TimestampTag: Timestamp = context.ReadInt64(); break;
                default: throw new InvalidDataException($"There is no field of tag {tag}.");
            }
        }
    }

    public void WriteTo(CodedOutputStream output) => output.WriteRawMessage(this);

    public void MergeFrom(CodedInputStream input) => input.ReadRawMessage(this);
}
