using StateGen.Backends;
using StateGen.Keys;
using StateGen.RocksDb.Tables;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;

namespace StateGen.RocksDb.Tests.Backend;

/// <summary>A codec that fails after it has written a long value or key leaves no array of the shared pool behind.</summary>
public sealed class FailedEncodingTests
{
    private const int Length = 1 << 20;
    private const int Failures = 20;

    private static readonly byte[] Content = new byte[Length];

    private static readonly StateStoreOptions Options = new()
    {
        OperatorId = "operator",
        Subtask = 0,
        KeyGroups = KeyGroups.RangeOf(KeyGroups.DefaultMaxParallelism, 1, 0),
        Clock = new(TimeProvider.System),
        Migrations = StateMigrationTable.Of(schemaNumber: 1),
    };

    [Fact]
    public void A_value_that_fails_returns_its_array()
    {
        var format = new EntryFormat<int, FailingCodec>(new StateDescriptor("values"), Options, new(Options.Clock));
        AssertReturns(() => format.Encode(1, []).Dispose());
    }

    [Fact]
    public void A_key_that_fails_returns_its_array() =>
        AssertReturns(() => StoredKey.EncodePrefix<int, FailingKeyCodec>(1, hash: 0, KeyGroups.DefaultMaxParallelism, []).Dispose());

    // The arrays that were not returned would be allocated anew, a megabyte for each failure.
    private static void AssertReturns(Action encode)
    {
        Assert.Throws<NotSupportedException>(encode);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var failure = 0; failure < Failures; failure++)
            Assert.Throws<NotSupportedException>(encode);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Failures * Length / 4);
    }

    private readonly struct FailingCodec : ICodec<int>
    {
        public static int Normalize(int value) => value;

        public static void Write(ref MessagePackWriter writer, in int value)
        {
            writer.WriteBinary(Content);
            throw new NotSupportedException("No such value.");
        }

        public static int Read(ref MessagePackReader reader) => throw new NotSupportedException();
    }

    private readonly struct FailingKeyCodec : IKeyCodec<int>
    {
        public static int Normalize(int key) => key;

        public static ulong Hash(in int key) => 0;

        public static bool Equals(in int left, in int right) => left == right;

        public static void Write(ref KeyWriter writer, in int key)
        {
            writer.Write(Content);
            throw new NotSupportedException("No such key.");
        }

        public static int Read(ref KeyReader reader) => throw new NotSupportedException();
    }
}
