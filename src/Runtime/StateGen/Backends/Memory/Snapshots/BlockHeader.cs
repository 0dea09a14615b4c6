namespace StateGen.Backends.Memory.Snapshots;

/// <summary>What stands at the start of a block of a <see cref="BlockFile"/>.</summary>
/// <param name="Section">What the entries belong to.</param>
/// <param name="KeyGroup">The key group of every key in the block.</param>
/// <param name="EntryCount">The number of entries that follow.</param>
internal readonly record struct BlockHeader(string Section, int KeyGroup, int EntryCount);
