using System.Buffers.Binary;

namespace StateGen.Benchmarks.RocksDb;

/// <summary>
/// Compares our binding with RocksDbSharp over the same native library, as <see cref="Memory.MemoryRatios"/> does for state: interleaved variants, medians of
/// processor time. Reads come before writes, so that each scan and lookup finds the same files.
/// </summary>
internal static class RocksDbRatios
{
    private const int EntryCount = 100_000;
    private const int CallsPerRound = 10_000;
    private const int BatchSize = 64;
    private const int Rounds = 25;
    private const int WarmUpRounds = 5;
    private const int KeyLength = 14;
    private const int ValueLength = 40;

    private static readonly byte[] Value = new byte[ValueLength];

    private static readonly (string Name, Func<IBinding, Random, long> Run)[] Operations =
    [
        ("point get, hit", static (binding, random) => Repeat(random, EntryCount, first: 0, key => binding.Get(key))),
        ("point get, miss", static (binding, random) => Repeat(random, EntryCount, first: EntryCount, key => binding.Get(key))),
        ("scan, per entry", static (binding, _) => binding.Scan() / (KeyLength + ValueLength)),
        ("put", static (binding, random) => Repeat(random, EntryCount, first: 0, key => binding.Put(key, Value))),
        ("get and put", static (binding, random) => Repeat(random, EntryCount, first: 0, key => GetAndPut(binding, key))),
        ("batch of 64, per entry", static (binding, random) => WriteBatches(binding, random)),
    ];

    private delegate void Call(ReadOnlySpan<byte> key);

    public static void Print(TextWriter output)
    {
        var directory = Directory.CreateTempSubdirectory("stategen-rocksdb-").FullName;
        try
        {
            using var own = new OwnBinding(Filled(Path.Combine(directory, "own")));
            using var sharp = new SharpBinding(Filled(Path.Combine(directory, "sharp")));
            Print(output, [sharp, own]);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Print(TextWriter output, IBinding[] bindings)
    {
        output.WriteLine($"RocksDB {StateGen.RocksDb.RocksDbLibrary.Version}, {EntryCount:N0} entries of {KeyLength} + {ValueLength} bytes, {Rounds} rounds");
        output.WriteLine($"{"operation",-26}{"binding",-20}{"ns",10}{"vs Sharp",10}{"B/call",10}");
        foreach (var (name, run) in Operations)
        {
            var measured = Array.ConvertAll(bindings, binding => new Measurement(binding, run));
            for (var round = 0; round < WarmUpRounds + Rounds; round++)
            {
                foreach (var measurement in measured)
                    measurement.Measure(round, isRecorded: round >= WarmUpRounds);
            }

            foreach (var measurement in measured)
                output.WriteLine($"{name,-26}{measurement.Name,-20}{measurement.Nanoseconds,10:F1}{measurement.SpeedUpOver(measured[0]),10:F2}{measurement.BytesPerCall,10:F1}");
        }

        output.WriteLine();
    }

    /// <summary>Creates a database whose entries are all in one file.</summary>
    private static string Filled(string directory)
    {
        using var binding = new OwnBinding(directory);
        Span<byte> key = stackalloc byte[KeyLength];
        for (var number = 0; number < EntryCount; number++)
        {
            WriteKey(key, number);
            binding.Put(key, Value);
        }

        binding.Flush();
        return directory;
    }

    private static long Repeat(Random random, int count, int first, Call call)
    {
        Span<byte> key = stackalloc byte[KeyLength];
        for (var repetition = 0; repetition < CallsPerRound; repetition++)
        {
            WriteKey(key, first + random.Next(count));
            call(key);
        }

        return CallsPerRound;
    }

    private static void GetAndPut(IBinding binding, ReadOnlySpan<byte> key)
    {
        binding.Get(key);
        binding.Put(key, Value);
    }

    private static long WriteBatches(IBinding binding, Random random)
    {
        var inBatch = 0;
        Repeat(random, EntryCount, first: 0, key =>
        {
            binding.Add(key, Value);
            if (++inBatch % BatchSize == 0)
                binding.WriteBatch();
        });
        binding.WriteBatch();
        return CallsPerRound;
    }

    // A key group, as in the stored keys of the backend, then a scrambled number.
    private static void WriteKey(Span<byte> key, int number)
    {
        BinaryPrimitives.WriteUInt16BigEndian(key, (ushort)(number % 128));
        BinaryPrimitives.WriteInt64BigEndian(key[2..], number * 2_654_435_761L);
        BinaryPrimitives.WriteInt32BigEndian(key[10..], number);
    }

    /// <summary>The measurements of one operation of one binding.</summary>
    private sealed class Measurement(IBinding binding, Func<IBinding, Random, long> run)
    {
        private readonly List<double> _rounds = [];
        private double _allocated;

        public string Name => binding.Name;

        public double Nanoseconds => Median(_rounds);

        public double BytesPerCall => _allocated / _rounds.Count;

        public void Measure(int seed, bool isRecorded)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var start = Environment.CpuUsage.TotalTime;
            var calls = run(binding, new(seed));
            var elapsed = Environment.CpuUsage.TotalTime - start;
            if (!isRecorded)
                return;
            _allocated += (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)calls;
            _rounds.Add(elapsed.TotalNanoseconds / calls);
        }

        /// <summary>Computes the median over the rounds of the factor by which this binding was faster.</summary>
        public double SpeedUpOver(Measurement other) => Median(_rounds.Zip(other._rounds, (own, others) => others / own));

        private static double Median(IEnumerable<double> values)
        {
            double[] sorted = [.. values.Order()];
            return sorted[sorted.Length / 2];
        }
    }
}
