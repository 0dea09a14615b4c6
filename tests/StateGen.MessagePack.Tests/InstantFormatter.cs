using MessagePack;
using MessagePack.Formatters;
using NodaTime;
using StateGen;
using StateGen.MessagePack;
using StateGen.MessagePack.Tests;

[assembly: UseCodec(typeof(FormatterCodec<Instant, InstantFormatter>))]

namespace StateGen.MessagePack.Tests;

/// <summary>All that is known of <see cref="Instant"/> here: nanoseconds since 1970.</summary>
public sealed class InstantFormatter : IMessagePackFormatter<Instant>
{
    public void Serialize(ref MessagePackWriter writer, Instant value, MessagePackSerializerOptions options) =>
        writer.Write((value - NodaConstants.UnixEpoch).ToInt64Nanoseconds());

    public Instant Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        NodaConstants.UnixEpoch.Plus(Duration.FromNanoseconds(reader.ReadInt64()));
}
