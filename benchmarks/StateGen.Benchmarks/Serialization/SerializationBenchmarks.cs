using BenchmarkDotNet.Attributes;

namespace StateGen.Benchmarks.Serialization;

/// <summary>
/// Measures writing and reading a record of six fields with the generated codec, System.Text.Json (source-generated) and Google.Protobuf. Times are per record.
/// </summary>
[MemoryDiagnoser]
public class SerializationBenchmarks
{
    private ISerializer _serializer = null!;

    /// <summary>Gets the names of the serializers, with the baseline first.</summary>
    public static IEnumerable<string> Names => Serializers.All.Select(serializer => serializer.Name);

    [ParamsSource(nameof(Names))]
    public string Serializer { get; set; } = "";

    [GlobalSetup]
    public void Create() => _serializer = Serializers.All.Single(serializer => serializer.Name == Serializer).Create(Reading.Generate());

    [Benchmark(OperationsPerInvoke = Reading.Different)]
    public int Write() => _serializer.Write();

    [Benchmark(OperationsPerInvoke = Reading.Different)]
    public long Read() => _serializer.Read();
}
