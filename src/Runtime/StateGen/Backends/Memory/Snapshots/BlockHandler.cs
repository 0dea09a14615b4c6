using StateGen.Serialization;

namespace StateGen.Backends.Memory.Snapshots;

/// <summary>Takes the entries of one block of a <see cref="BlockFile"/>, and reads exactly as many as the header says; or returns false, and reads none.</summary>
internal delegate bool BlockHandler(in BlockHeader header, ref MessagePackReader entries);
