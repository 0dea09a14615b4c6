using System.Buffers;
using MessagePack;
using StateGen.Serialization;
using MessagePackReader = StateGen.Serialization.MessagePackReader;
using MessagePackWriter = StateGen.Serialization.MessagePackWriter;

namespace StateGen.MessagePack.Tests;

/// <summary>A formatter that breaks the rules is named, and the bytes around its value stay as they are.</summary>
public class FormatterContractTests
{
    private static readonly byte[] OneCoin = [42];

    [Fact]
    public void A_formatter_that_keeps_the_rules_writes_and_reads_between_other_values()
    {
        var writer = new MessagePackWriter(default);
        writer.WriteInt64(1);
        FormatterCodec<Coin, CoinFormatter>.Write(ref writer, new Coin(1_000_000));
        writer.WriteInt64(2);
        var reader = new MessagePackReader(writer.Written);
        Assert.Equal(1, reader.ReadInt64());
        Assert.Equal(new Coin(1_000_000), FormatterCodec<Coin, CoinFormatter>.Read(ref reader));
        Assert.Equal(2, reader.ReadInt64());
        writer.Dispose();
    }

    [Fact]
    public void A_value_longer_than_every_buffer_is_written_and_read()
    {
        var text = new Text(new string('x', 300_000));
        var writer = new MessagePackWriter(default);
        for (var i = 0; i < 2; i++)
            FormatterCodec<Text, TextFormatter>.Write(ref writer, text);
        var reader = new MessagePackReader(writer.Written);
        for (var i = 0; i < 2; i++)
            Assert.Equal(text, FormatterCodec<Text, TextFormatter>.Read(ref reader));
        Assert.True(reader.AtEnd);
        writer.Dispose();
    }

    [Fact]
    public void A_value_that_keeps_what_its_formatter_read_does_not_change_with_the_next_one()
    {
        var writer = new MessagePackWriter(default);
        FormatterCodec<Payload, PayloadFormatter>.Write(ref writer, new Payload(new([1, 2, 3])));
        FormatterCodec<Payload, PayloadFormatter>.Write(ref writer, new Payload(new([7, 8, 9])));
        var reader = new MessagePackReader(writer.Written);
        var first = FormatterCodec<Payload, PayloadFormatter>.Read(ref reader);
        FormatterCodec<Payload, PayloadFormatter>.Read(ref reader);
        Assert.Equal([1, 2, 3], first.Bytes.ToArray());
        writer.Dispose();
    }

    [Fact]
    public void A_formatter_that_does_not_write_exactly_one_value_is_named_and_nothing_is_written()
    {
        AssertBreaksWriting<WritesNothing>("wrote nothing");
        AssertBreaksWriting<WritesTwoValues>("wrote more than one value");
        AssertBreaksWriting<WritesNil>("wrote nil");
        AssertBreaksWriting<WritesHalfAnArray>("wrote an incomplete value");
    }

    [Fact]
    public void A_value_that_a_formatter_refuses_is_refused_as_by_a_codec_and_nothing_is_written()
    {
        var exception = AssertRefusesToWrite<ThrowsWhenItWrites>();
        Assert.IsType<MessagePackSerializationException>(exception.InnerException);
        Assert.Contains("the coin is forged", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_formatter_that_needs_another_is_told_how_to_get_it() =>
        Assert.Contains("Register a ResolverCodec", AssertRefusesToWrite<NeedsAFormatterForUnknown>().Message, StringComparison.Ordinal);

    [Fact]
    public void Whatever_a_formatter_does_with_stored_bytes_it_is_named()
    {
        Assert.IsType<InvalidTimeZoneException>(AssertCannotRead<ThrowsWhenItReads>(OneCoin, "the coin is forged").InnerException);
        AssertCannotRead<ReadsNothing>(OneCoin, "it read 0 of 1 bytes");
        AssertCannotRead<ReadsTwoValues>([42, 43], nameof(Coin));
        AssertCannotRead<ReadsNull>(OneCoin, "it returned null");
        AssertCannotRead<CoinFormatter>([0xa1, (byte)'x'], nameof(Coin));
        AssertCannotRead<CoinFormatter>([0xc0], nameof(Coin));
    }

    [Fact]
    public void A_truncated_value_does_not_reach_the_formatter()
    {
        Assert.Throws<SerializationFormatException>(() => Read<ReadsNull>([0x92, 1]));
        Assert.Throws<SerializationFormatException>(() => Read<ReadsNull>([]));
    }

    [Fact]
    public void A_resolver_without_the_formatter_is_named()
    {
        var exception = Assert.Throws<FormatterContractException>(() =>
        {
            var writer = new MessagePackWriter(default);
            ResolverCodec<Unknown, HerdOptions>.Write(ref writer, new Unknown());
        });
        Assert.Contains(nameof(HerdOptions), exception.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Unknown), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_formatter_that_cannot_be_created_is_named_each_time()
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            foreach (var action in (Action[])[Write<ThrowsWhenItIsCreated>, () => Read<ThrowsWhenItIsCreated>(OneCoin)])
            {
                var exception = Assert.Throws<FormatterContractException>(action);
                Assert.Contains(nameof(ThrowsWhenItIsCreated), exception.Message, StringComparison.Ordinal);
                Assert.Contains("the mint is closed", exception.Message, StringComparison.Ordinal);
                Assert.IsType<InvalidTimeZoneException>(exception.InnerException);
            }
        }
    }

    [Fact]
    public void Options_that_cannot_be_read_are_named()
    {
        AssertNames<ThrowingOptions>("the mint is closed");
        AssertNames<NotInitialized>("the mint is closed");
        AssertNames<NoOptions>("");
    }

    private static void AssertNames<TOptions>(string reason)
        where TOptions : IFormatterOptions
    {
        var exception = Assert.Throws<FormatterContractException>(() =>
        {
            var writer = new MessagePackWriter(default);
            ResolverCodec<Coin, TOptions>.Write(ref writer, new Coin(1));
        });
        Assert.Contains(typeof(TOptions).Name, exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    private static void AssertBreaksWriting<TFormatter>(string fault)
        where TFormatter : CoinFormatter, new()
    {
        var exception = Assert.Throws<FormatterContractException>(Write<TFormatter>);
        Assert.Contains(typeof(TFormatter).Name, exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }

    private static ArgumentException AssertRefusesToWrite<TFormatter>()
        where TFormatter : CoinFormatter, new()
    {
        var exception = Assert.Throws<ArgumentException>(Write<TFormatter>);
        Assert.Contains(typeof(TFormatter).Name, exception.Message, StringComparison.Ordinal);
        return exception;
    }

    private static SerializationFormatException AssertCannotRead<TFormatter>(byte[] bytes, string reason)
        where TFormatter : CoinFormatter, new()
    {
        var exception = Assert.Throws<SerializationFormatException>(() => Read<TFormatter>(bytes));
        Assert.Contains(typeof(TFormatter).Name, exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        return exception;
    }

    private static void Write<TFormatter>()
        where TFormatter : CoinFormatter, new()
    {
        var writer = new MessagePackWriter(default);
        try
        {
            writer.WriteInt64(1);
            FormatterCodec<Coin, TFormatter>.Write(ref writer, new Coin(5));
        }
        finally
        {
            Assert.Equal([1], writer.Written.ToArray());
            writer.Dispose();
        }
    }

    private static Coin Read<TFormatter>(byte[] bytes)
        where TFormatter : CoinFormatter, new()
    {
        var reader = new MessagePackReader(bytes);
        return FormatterCodec<Coin, TFormatter>.Read(ref reader);
    }
}
