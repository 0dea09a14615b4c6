using System.Buffers;
using System.Collections.Immutable;
using MessagePack;
using MessagePack.Resolvers;
using NodaTime;
using StateGen.Serialization;
using MessagePackWriter = StateGen.Serialization.MessagePackWriter;

namespace StateGen.MessagePack.Tests;

/// <summary>A type whose codec is generated.</summary>
[GenerateCodec]
public sealed record Order(int Id, string Customer, ImmutableArray<Line> Lines, DateTime At, Instant Shipped, Order? Former);

/// <summary>A struct whose codec is generated.</summary>
[GenerateCodec]
public readonly record struct Line(string Article, decimal Price);

public class StateGenResolverTests
{
    private static readonly MessagePackSerializerOptions Alone = new(StateGenResolver.Instance);
    private static readonly MessagePackSerializerOptions Combined = new(CompositeResolver.Create(StateGenResolver.Instance, StandardResolver.Instance));

    private static readonly Order Small = new(7, "ann", [new("nut", 0.10m)], DateTime.UnixEpoch, Instant.FromUnixTimeTicks(1), null);

    // Longer than the buffers of both writers.
    private static readonly Order Large = Small with { Lines = [.. Enumerable.Range(0, 20_000).Select(i => new Line($"article {i}", i))], Former = Small };

    [Fact]
    public void The_bytes_are_those_of_the_codec()
    {
        foreach (var order in (Order[])[Small, Large])
            Assert.Equal(Encode(order), MessagePackSerializer.Serialize(order, Alone, Cancellation));
        Assert.Equal(Encode(new Line("nut", 1)), MessagePackSerializer.Serialize(new Line("nut", 1), Alone, Cancellation));
        Assert.Equal(Encode(Guid.Empty), MessagePackSerializer.Serialize(Guid.Empty, Alone, Cancellation));
        Assert.Equal(Encode(Instant.FromUnixTimeTicks(5)), MessagePackSerializer.Serialize(Instant.FromUnixTimeTicks(5), Alone, Cancellation));
    }

    [Fact]
    public void A_value_is_read_from_a_sequence_of_any_segments()
    {
        var bytes = Encode(Small);
        for (var length = 1; length <= bytes.Length; length++)
            AssertEqual(Small, MessagePackSerializer.Deserialize<Order>(Segment.Sequence(bytes, length), Alone, Cancellation));
        AssertEqual(Large, MessagePackSerializer.Deserialize<Order>(Segment.Sequence(Encode(Large), 1_000), Alone, Cancellation));
    }

    [Fact]
    public void Values_inside_those_of_other_formatters_are_written_and_read_in_place()
    {
        Order?[] orders = [Small, null, Large, Small];
        var bytes = MessagePackSerializer.Serialize(orders, Combined, Cancellation);
        foreach (var read in (Order?[][])[MessagePackSerializer.Deserialize<Order?[]>(bytes, Combined, Cancellation), MessagePackSerializer.Deserialize<Order?[]>(Segment.Sequence(bytes, 777), Combined, Cancellation)])
        {
            Assert.Equal(4, read.Length);
            AssertEqual(Small, read[0]);
            Assert.Null(read[1]);
            AssertEqual(Large, read[2]);
            AssertEqual(Small, read[3]);
        }
    }

    [Fact]
    public void Compression_is_that_of_the_library()
    {
        var options = Alone.WithCompression(MessagePackCompression.Lz4BlockArray);
        AssertEqual(Large, MessagePackSerializer.Deserialize<Order>(MessagePackSerializer.Serialize(Large, options, Cancellation), options, Cancellation));
    }

    [Fact]
    public void A_type_without_a_codec_is_left_to_other_resolvers()
    {
        Assert.Null(StateGenResolver.Instance.GetFormatter<Unknown>());
        Assert.Null(StateGenResolver.Instance.GetFormatter<List<int>>());
        Assert.NotNull(StateGenResolver.Instance.GetFormatter<Line>());
        Assert.NotNull(StateGenResolver.Instance.GetFormatter<int?>());
    }

    [Fact]
    public void Null_is_nil_for_the_library_although_the_codec_refuses_it()
    {
        Assert.Equal([0xc0], MessagePackSerializer.Serialize<Order?>(null, Alone, Cancellation));
        Assert.Null(MessagePackSerializer.Deserialize<Order?>(new byte[] { 0xc0 }, Alone, Cancellation));
        Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<Line>(new byte[] { 0xc0 }, Alone, Cancellation));
    }

    [Fact]
    public void Bytes_that_the_codec_cannot_read_give_the_exception_of_the_library_with_ours_inside()
    {
        var bytes = Encode(Small);
        for (var length = 0; length < bytes.Length; length++)
            AssertInside<SerializationFormatException>(() => MessagePackSerializer.Deserialize<Order>(bytes.AsMemory(0, length), Alone, Cancellation), orEndOfStream: length == 0);
        AssertInside<SerializationFormatException>(() => MessagePackSerializer.Deserialize<Line>("\u0092\u0001\u0001"u8.ToArray(), Alone, Cancellation));
    }

    [Fact]
    public void A_value_that_the_codec_refuses_gives_the_exception_of_the_library_with_ours_inside()
    {
        AssertInside<ArgumentException>(() => MessagePackSerializer.Serialize(Small with { At = DateTime.SpecifyKind(DateTime.UnixEpoch, DateTimeKind.Local) }, Alone, Cancellation));
        AssertInside<ArgumentNullException>(() => MessagePackSerializer.Serialize(Small with { Customer = null! }, Alone, Cancellation));
    }

    [Fact]
    public void The_old_format_is_refused()
    {
        var exception = Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.Serialize(Small, Alone.WithOldSpec(), Cancellation));
        Assert.Contains("OldSpec", exception.ToString(), StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static void AssertInside<TException>(Action action, bool orEndOfStream = false)
    {
        Exception? exception = Assert.Throws<MessagePackSerializationException>(action);
        while (exception is not TException && !(orEndOfStream && exception is EndOfStreamException))
            exception = Assert.IsType<Exception>(exception.InnerException, exactMatch: false);
    }

    // Records compare arrays by reference.
    private static void AssertEqual(Order expected, Order? actual)
    {
        Assert.Equal(expected with { Lines = default, Former = null }, actual! with { Lines = default, Former = null });
        Assert.Equal(expected.Lines, actual.Lines);
        Assert.Equal(expected.Former is null, actual.Former is null);
    }

    private static byte[] Encode<T>(T value)
    {
        var writer = new MessagePackWriter(default);
        TypeParameterCodec<T>.Write(ref writer, in value);
        var bytes = writer.Written.ToArray();
        writer.Dispose();
        return bytes;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Sequence(byte[] bytes, int length)
        {
            var first = new Segment();
            var last = first;
            last.Memory = bytes.AsMemory(0, Math.Min(length, bytes.Length));
            for (var start = length; start < bytes.Length; start += length)
            {
                var next = new Segment { RunningIndex = start, Memory = bytes.AsMemory(start, Math.Min(length, bytes.Length - start)) };
                last.Next = next;
                last = next;
            }

            return new(first, 0, last, last.Memory.Length);
        }
    }
}
