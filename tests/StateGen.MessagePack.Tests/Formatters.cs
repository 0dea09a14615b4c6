using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;
using NodaTime;
using StateGen;
using StateGen.MessagePack;
using StateGen.MessagePack.Tests;

[assembly: UseCodec(typeof(FormatterCodec<Text, TextFormatter>))]
[assembly: UseCodec(typeof(FormatterCodec<Track, TrackFormatter>), Version = 3)]
[assembly: UseCodec(typeof(FormatterCodec<Knot, KnotFormatter>))]
[assembly: UseCodec(typeof(FormatterCodec<Coin, ThrowsWhenItWrites>))]
[assembly: UseCodec(typeof(ResolverCodec<Herd, HerdOptions>))]

namespace StateGen.MessagePack.Tests;

/// <summary>A text of any length.</summary>
public sealed record Text(string Content);

public sealed class TextFormatter : IMessagePackFormatter<Text?>
{
    public void Serialize(ref MessagePackWriter writer, Text? value, MessagePackSerializerOptions options) => writer.Write(value!.Content);

    public Text Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => new(reader.ReadString()!);
}

/// <summary>A type that can be changed in place, and whose members say nothing about what it holds.</summary>
public sealed class Track
{
    private readonly List<object> _points = [];

    public int Count => _points.Count;

    public void Add(Instant point) => _points.Add(point);

    public Instant At(int index) => (Instant)_points[index];
}

/// <summary>Asks the resolver for the formatter of the type inside.</summary>
public sealed class TrackFormatter : IMessagePackFormatter<Track?>
{
    public void Serialize(ref MessagePackWriter writer, Track? value, MessagePackSerializerOptions options)
    {
        writer.WriteArrayHeader(value!.Count);
        for (var i = 0; i < value.Count; i++)
            options.Resolver.GetFormatterWithVerify<Instant>().Serialize(ref writer, value.At(i), options);
    }

    public Track Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        var track = new Track();
        for (var remaining = reader.ReadArrayHeader(); remaining > 0; remaining--)
            track.Add(options.Resolver.GetFormatterWithVerify<Instant>().Deserialize(ref reader, options));
        return track;
    }
}

/// <summary>A type with a formatter that cannot be constructed, for a member that only its resolver knows.</summary>
public sealed record Herd(Coin Price, Guid Owner);

public sealed class HerdFormatter : IMessagePackFormatter<Herd?>
{
    public static readonly HerdFormatter Instance = new();

    private HerdFormatter()
    {
    }

    public void Serialize(ref MessagePackWriter writer, Herd? value, MessagePackSerializerOptions options)
    {
        writer.WriteArrayHeader(2);
        options.Resolver.GetFormatterWithVerify<Coin>().Serialize(ref writer, value!.Price, options);
        options.Resolver.GetFormatterWithVerify<Guid>().Serialize(ref writer, value.Owner, options);
    }

    public Herd Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        reader.ReadArrayHeader();
        return new(options.Resolver.GetFormatterWithVerify<Coin>().Deserialize(ref reader, options), options.Resolver.GetFormatterWithVerify<Guid>().Deserialize(ref reader, options));
    }
}

public readonly struct HerdOptions : IFormatterOptions
{
    public static MessagePackSerializerOptions Options => new(CompositeResolver.Create([HerdFormatter.Instance, new CoinFormatter()], [BuiltinResolver.Instance]));
}
