namespace StateGen.Tests.Serialization.Hostile;

/// <summary>Something that reads stored bytes.</summary>
/// <param name="Name">What to call it in a failure.</param>
/// <param name="Read">Reads one value.</param>
/// <param name="Samples">Encodings that it reads, to be damaged.</param>
internal sealed record HostileTarget(string Name, Packed.Reading Read, IReadOnlyList<byte[]> Samples);
