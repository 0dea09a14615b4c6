using System.Text.Json.Serialization;

namespace StateGen.Benchmarks.Serialization;

/// <summary>What System.Text.Json generates.</summary>
[JsonSerializable(typeof(Reading))]
internal sealed partial class ReadingJsonContext : JsonSerializerContext;
