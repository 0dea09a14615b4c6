using System.Buffers;
using MessagePack;
using MessagePack.Formatters;

namespace StateGen.MessagePack.Tests;

/// <summary>A value whose formatters below break one rule each.</summary>
public sealed record Coin(int Cents);

/// <summary>A type that no resolver knows.</summary>
public sealed class Unknown;

/// <summary>Writes and reads the number, as a formatter should.</summary>
public class CoinFormatter : IMessagePackFormatter<Coin?>
{
    public virtual void Serialize(ref MessagePackWriter writer, Coin? value, MessagePackSerializerOptions options) => writer.Write(value!.Cents);

    public virtual Coin? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => new(reader.ReadInt32());
}

public sealed class WritesNothing : CoinFormatter
{
    public override void Serialize(ref MessagePackWriter writer, Coin? value, MessagePackSerializerOptions options)
    {
    }
}

public sealed class WritesTwoValues : CoinFormatter
{
    public override void Serialize(ref MessagePackWriter writer, Coin? value, MessagePackSerializerOptions options)
    {
        writer.Write(value!.Cents);
        writer.Write(value.Cents);
    }
}

public sealed class WritesNil : CoinFormatter
{
    public override void Serialize(ref MessagePackWriter writer, Coin? value, MessagePackSerializerOptions options) => writer.WriteNil();
}

public sealed class WritesHalfAnArray : CoinFormatter
{
    public override void Serialize(ref MessagePackWriter writer, Coin? value, MessagePackSerializerOptions options)
    {
        writer.WriteArrayHeader(2);
        writer.Write(value!.Cents);
    }
}

public sealed class ThrowsWhenItWrites : CoinFormatter
{
    public override void Serialize(ref MessagePackWriter writer, Coin? value, MessagePackSerializerOptions options)
    {
        writer.Write(value!.Cents);
        throw new MessagePackSerializationException("the coin is forged");
    }
}

public sealed class ThrowsWhenItReads : CoinFormatter
{
    public override Coin Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => throw new InvalidTimeZoneException("the coin is forged");
}

public sealed class ThrowsWhenItIsCreated : CoinFormatter
{
    public ThrowsWhenItIsCreated() => throw new InvalidTimeZoneException("the mint is closed.");
}

public readonly struct ThrowingOptions : IFormatterOptions
{
    public static MessagePackSerializerOptions Options => throw new InvalidTimeZoneException("the mint is closed.");
}

public readonly struct NotInitialized : IFormatterOptions
{
    public static MessagePackSerializerOptions Options { get; } = ThrowingOptions.Options;
}

public readonly struct NoOptions : IFormatterOptions
{
    public static MessagePackSerializerOptions Options => null!;
}

public sealed class ReadsNothing : CoinFormatter
{
    public override Coin Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => new(0);
}

public sealed class ReadsTwoValues : CoinFormatter
{
    public override Coin Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => new(reader.ReadInt32() + reader.ReadInt32());
}

public sealed class ReadsNull : CoinFormatter
{
    public override Coin? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        reader.Skip();
        return null;
    }
}

public sealed class NeedsAFormatterForUnknown : CoinFormatter
{
    public override void Serialize(ref MessagePackWriter writer, Coin? value, MessagePackSerializerOptions options) =>
        options.Resolver.GetFormatterWithVerify<Unknown>().Serialize(ref writer, new(), options);
}

/// <summary>Keeps a slice of the bytes that it reads, as a reader's <c>ReadBytes</c> gives it: no copy is made.</summary>
public sealed record Payload(ReadOnlySequence<byte> Bytes);

public sealed class PayloadFormatter : IMessagePackFormatter<Payload?>
{
    public void Serialize(ref MessagePackWriter writer, Payload? value, MessagePackSerializerOptions options) => writer.Write(value!.Bytes);

    public Payload? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => new(reader.ReadBytes()!.Value);
}
