using MessagePack;
using MessagePack.Formatters;
using StateGen.Serialization;
using CodecReader = StateGen.Serialization.MessagePackReader;
using CodecWriter = StateGen.Serialization.MessagePackWriter;
using MessagePackReader = MessagePack.MessagePackReader;
using MessagePackWriter = MessagePack.MessagePackWriter;

namespace StateGen.MessagePack.Tests;

/// <summary>A value that contains another one of its type, or itself.</summary>
public sealed class Knot
{
    public Knot? Inner { get; set; }

    public int Depth => Inner is null ? 1 : 1 + Inner.Depth;
}

/// <summary>Asks the resolver for the formatter of the type itself.</summary>
public sealed class KnotFormatter : IMessagePackFormatter<Knot?>
{
    public void Serialize(ref MessagePackWriter writer, Knot? value, MessagePackSerializerOptions options)
    {
        writer.WriteArrayHeader(1);
        options.Resolver.GetFormatterWithVerify<Knot?>().Serialize(ref writer, value!.Inner, options);
    }

    public Knot Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        reader.ReadArrayHeader();
        return new() { Inner = options.Resolver.GetFormatterWithVerify<Knot?>().Deserialize(ref reader, options) };
    }
}

/// <summary>Formatted values that contain formatted values are counted, and one exception says what happened.</summary>
public class FormatterNestingTests
{
    private const int Most = 512;

    private static readonly MessagePackSerializerOptions Alone = new(StateGenResolver.Instance);

    [Fact]
    public void As_many_levels_as_a_codec_admits_are_written_and_read_with_little_memory()
    {
        var knot = Tie(Most);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var bytes = Write(knot);
        var read = Read(bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        Assert.Equal(Bytes(Most), bytes);
        Assert.Equal(Most, read.Depth);
    }

    [Fact]
    public void A_value_of_more_levels_is_refused_and_the_next_one_is_not()
    {
        foreach (var levels in (int[])[Most + 1, 10_000, 1_000_000])
            AssertRefused(Assert.Throws<ArgumentException>(() => Write(Tie(levels))), "cannot write");
        Assert.Equal(Bytes(Most), Write(Tie(Most)));
    }

    [Fact]
    public void A_value_that_contains_itself_is_refused()
    {
        var knot = new Knot();
        knot.Inner = new() { Inner = knot };
        AssertRefused(Assert.Throws<ArgumentException>(() => Write(knot)), "cannot write");
    }

    [Fact]
    public void A_value_for_which_the_stack_is_too_small_is_refused()
    {
        const int SmallStack = 256 * 1024;
        Exception? exception = null;
        var thread = new Thread(() => exception = Record.Exception(() => Write(Tie(Most))), SmallStack);
        thread.Start();
        thread.Join();
        Assert.Contains("the value is nested deeper than", Assert.IsType<ArgumentException>(exception).Message, StringComparison.Ordinal);
        Assert.Null(exception.InnerException);
    }

    [Fact]
    public void Bytes_of_more_levels_are_refused_and_the_next_ones_are_not()
    {
        foreach (var levels in (int[])[Most + 1, 20_000])
            AssertRefused(Assert.Throws<SerializationFormatException>(() => Read(Bytes(levels))), "cannot read");
        Assert.Equal(Most, Read(Bytes(Most)).Depth);
    }

    [Fact]
    public void The_library_gets_its_exception_with_ours_inside()
    {
        var formatter = StateGenResolver.Instance.GetFormatter<Knot>()!;
        var written = Assert.Throws<MessagePackSerializationException>(() =>
        {
            var writer = new MessagePackWriter(new System.Buffers.ArrayBufferWriter<byte>());
            formatter.Serialize(ref writer, Tie(Most + 1), Alone);
        });
        AssertRefused(Assert.IsType<ArgumentException>(written.InnerException), "cannot write");
        var read = Assert.Throws<MessagePackSerializationException>(() =>
        {
            var reader = new MessagePackReader(Bytes(Most + 1));
            formatter.Deserialize(ref reader, Alone);
        });
        AssertRefused(Assert.IsType<SerializationFormatException>(read.InnerException), "cannot read");
    }

    [Fact]
    public void Damage_deep_inside_is_told_once()
    {
        var bytes = Bytes(100);
        bytes[^1] = 0xc3;
        var exception = Assert.Throws<SerializationFormatException>(() => Read(bytes));
        Assert.Equal(2, exception.Message.Split(nameof(KnotFormatter)).Length);
    }

    // One level says it, and none around it repeats that.
    private static void AssertRefused(Exception exception, string verb)
    {
        Assert.Equal(2, exception.Message.Split(verb).Length);
        Assert.Contains("nested deeper than 512 levels", exception.Message, StringComparison.Ordinal);
        Assert.Null(exception.InnerException);
    }

    private static Knot Tie(int levels)
    {
        Knot? knot = null;
        for (; levels > 0; levels--)
            knot = new() { Inner = knot };
        return knot!;
    }

    // An array of one element at each level, and nil at the innermost.
    private static byte[] Bytes(int levels) => [.. Enumerable.Repeat((byte)0x91, levels), 0xc0];

    private static byte[] Write(Knot knot)
    {
        var writer = new CodecWriter(default);
        try
        {
            FormatterCodec<Knot, KnotFormatter>.Write(ref writer, knot);
            return writer.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static Knot Read(byte[] bytes)
    {
        var reader = new CodecReader(bytes);
        return FormatterCodec<Knot, KnotFormatter>.Read(ref reader);
    }
}
