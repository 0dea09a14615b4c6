namespace StateGen.Backends.Memory.Collections;

/// <summary>The entries or elements that one state has under one key.</summary>
internal interface IKeyCollection
{
    /// <summary>Their number, expired or not.</summary>
    int Count { get; }

    /// <summary>The number that fits without growing.</summary>
    int Capacity { get; }

    /// <summary>Removes all of them and keeps the memory.</summary>
    void Clear();
}
