namespace StateGen.Checkpoints;

/// <summary>One immutable file of a checkpoint.</summary>
/// <param name="Path">Where it is, relative to the root of the storage, separated by <c>/</c>; it may lie in the folder of an older checkpoint.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Checksum">The checksum over all of its bytes.</param>
public sealed record CheckpointFile(string Path, long Length, Crc32C Checksum);
