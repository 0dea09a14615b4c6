using System.Text.Json.Serialization;

namespace StateGen.Benchmarks.Serialization;

/// <summary>The metadata that System.Text.Json generates.</summary>
[JsonSerializable(typeof(Reading))]
internal sealed partial class ReadingJsonContext : JsonSerializerContext;
