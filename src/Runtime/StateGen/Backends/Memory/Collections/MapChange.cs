namespace StateGen.Backends.Memory.Collections;

/// <summary>What stood in a map entry before the current record changed it, for undoing.</summary>
internal readonly record struct MapChange<TMapKey, TValue>(TMapKey Key, bool Existed, TValue? Value, long? WrittenAt);
