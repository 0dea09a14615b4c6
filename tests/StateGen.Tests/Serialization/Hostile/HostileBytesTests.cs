using StateGen.Serialization;
using StateGen.Serialization.Collections;
using StateGen.TestKit;
using StateGen.TestKit.Nodes;
using StateGen.TestKit.Values;

namespace StateGen.Tests.Serialization.Hostile;

/// <summary>
/// Damaged and made-up bytes into everything that reads stored bytes: it reads a value or throws the one documented exception, stays inside the
/// bytes, and allocates no more than a small multiple of them.
/// </summary>
[Trait("Category", "Slow")]
public sealed class HostileBytesTests(ITestOutputHelper output)
{
    // An exception with its message and stack trace.
    private const long AllocatedForAnException = 8_192;

    // Text doubles: a byte of ASCII is a UTF-16 code unit. Objects have headers: a record of two references takes 3 bytes and 32.
    private const long AllocatedPerByte = 16;

    private const int SamplesPerTarget = 40;
    private const int NestedLevels = 500;
    private const int LengthOfRest = 200_000;

    private static readonly int Inputs = TestScale.IsSoak ? 5_000_000 : 200_000;

    [Fact]
    public void Nothing_but_the_documented_exception_comes_of_them_and_memory_is_bounded()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var targets = FindTargets(random).ToArray();
        var hostile = new HostileBytes(random);
        WarmUp(targets);
        for (var index = 0; index < Inputs; index++)
        {
            var target = targets[random.Next(targets.Length)];
            var bytes = target.Samples.Count == 0 || random.Next(4) == 0 ? hostile.Invent() : hostile.Damage(target.Samples[random.Next(target.Samples.Count)]);
            AssertHarmless(target, bytes, seed);
            AssertHarmless(targets[random.Next(targets.Length)], bytes, seed);
        }
    }

    [Fact]
    public void Memory_is_bounded_when_each_of_many_levels_announces_all_bytes_that_are_left()
    {
        byte[] lists = [.. NestedPrefixes(0xdd, entry: []), .. new byte[LengthOfRest]];
        byte[] maps = [.. NestedPrefixes(0xdf, entry: [0x01]), .. new byte[LengthOfRest]];
        AssertAllocatesLittle(new("lists", static (ref reader) => ListTreeCodec.Read(ref reader), []), lists);
        AssertAllocatesLittle(new("maps", static (ref reader) => MapTreeCodec.Read(ref reader), []), maps);
    }

    private static IEnumerable<byte> NestedPrefixes(byte header, byte[] entry)
    {
        for (var level = 0; level < NestedLevels; level++)
        {
            foreach (var part in (byte[])[header, 0, 0x01, 0x80, 0, .. entry])
                yield return part;
        }
    }

    // Dictionaries take up to twice the memory of their entries.
    private static void AssertAllocatesLittle(HostileTarget target, byte[] bytes)
    {
        MeasureRead(target, bytes, out _);
        Assert.InRange(MeasureRead(target, bytes, out _), 0, 3 * AllocatedPerByte * bytes.Length);
    }

    private static IEnumerable<HostileTarget> FindTargets(Random random)
    {
        var nodes = new NodeGenerator(random);
        byte[][] values = [.. Enumerable.Range(0, SamplesPerTarget).Select(_ => nodes.Next().ToBytes())];
        foreach (var (name, read) in ReaderMethods.All)
            yield return new(name, read, values);
        yield return new(nameof(EntryHeader), EntryHeader.Skip, [[0x05, 0x90], [0xcd, 0x01, 0x00, 0x92, 0xc0, 0xcf, 0, 0, 1, 0, 0, 0, 0, 0]]);
        yield return new("accumulator", static (ref reader) => AccumulatorCodec<string, StringCodec>.Read(ref reader), [[0xc0], [0x91, 0xa1, 0x61]]);
        foreach (var codec in FindCodecs())
            yield return new(codec.ToString(), codec.ReadOver, [.. Enumerable.Range(0, SamplesPerTarget).Select(_ => codec.Write(new RandomValues(random).Next(codec.Type)))]);
    }

    private static IEnumerable<CodecUnderTest> FindCodecs()
    {
        var generated = CodecUnderTest.In(typeof(HostileBytesTests).Assembly).Where(codec => codec.Codec.Namespace == "StateGen.Generated").ToArray();
        Assert.True(generated.Length >= 10, $"{generated.Length} generated codecs");
        return
        [
            .. CodecUnderTest.In(typeof(MessagePackReader).Assembly),
            .. generated,
            CodecUnderTest.Of(typeof(NullableCodec<DateTime, DateTimeCodec>))!,
            CodecUnderTest.Of(typeof(NullableReferenceCodec<string, StringCodec>))!,
        ];
    }

    // The first calls allocate what has nothing to do with the input.
    private static void WarmUp(HostileTarget[] targets)
    {
        foreach (var target in targets)
        {
            foreach (var bytes in target.Samples.Append([]))
                TryRead(target, bytes, out _);
        }
    }

    private static void AssertHarmless(HostileTarget target, byte[] bytes, int seed)
    {
        try
        {
            var most = AllocatedForAnException + (AllocatedPerByte * bytes.Length);
            var allocated = MeasureRead(target, bytes, out var position);
            // The first exception at a place allocates what has nothing to do with the input; it does so once.
            for (var again = 0; allocated > most && again < 2; again++)
                allocated = MeasureRead(target, bytes, out position);
            if (position > bytes.Length || allocated > most)
                Assert.Fail($"{target.Name} is at {position} of {bytes.Length} and has allocated {allocated} B. Seed {seed}, bytes {Convert.ToHexString(bytes)}");
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.IAssertionException)
        {
            Assert.Fail($"{target.Name} throws {exception}. Seed {seed}, bytes {Convert.ToHexString(bytes)}");
        }
    }

    private static long MeasureRead(HostileTarget target, byte[] bytes, out int position)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        TryRead(target, bytes, out position);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void TryRead(HostileTarget target, byte[] bytes, out int position)
    {
        var reader = new MessagePackReader(bytes);
        try
        {
            target.Read(ref reader);
        }
        catch (SerializationFormatException)
        {
            // Expected of damaged bytes.
        }

        position = reader.Position;
    }

    private sealed record Tree(object Children);

    private readonly struct ListTreeCodec : ICodec<Tree>
    {
        public static Tree Normalize(Tree value) => value;

        public static void Write(ref MessagePackWriter writer, in Tree value) => throw new NotSupportedException();

        public static Tree Read(ref MessagePackReader reader) => new(ListCodec<List<Tree>, ListShape<Tree>, Tree, ListTreeCodec>.Read(ref reader));
    }

    private readonly struct MapTreeCodec : ICodec<Tree>
    {
        public static Tree Normalize(Tree value) => value;

        public static void Write(ref MessagePackWriter writer, in Tree value) => throw new NotSupportedException();

        public static Tree Read(ref MessagePackReader reader) =>
            new(DictionaryCodec<Dictionary<int, Tree>, DictionaryShape<int, Tree>, int, IntegerCodec<int>, Tree, MapTreeCodec>.Read(ref reader));
    }
}
