namespace StateGen.Backends.Memory;

/// <summary>An entry of a map state.</summary>
internal struct MapEntry<TMapKey, TValue>
{
    public TMapKey Key;
    public TValue Value;
}
