using StateGen.Serialization;

namespace StateGen.Backends.Memory;

/// <summary>Takes the entries of one block of a <see cref="BlockFile"/>, and reads exactly as many as the header says.</summary>
internal delegate void BlockHandler(in BlockHeader header, ref MessagePackReader entries);
