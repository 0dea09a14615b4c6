namespace StateGen.Backends.Memory.Collections;

/// <summary>An entry of a map state.</summary>
internal struct MapEntry<TMapKey, TValue>
{
    public TMapKey Key;
    public TValue Value;
}
