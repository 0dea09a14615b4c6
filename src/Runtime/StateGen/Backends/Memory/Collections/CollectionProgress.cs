using StateGen.Backends.Memory.Rows;

namespace StateGen.Backends.Memory.Collections;

/// <summary>The progress of the expiry sweep with one collection, which may take several steps.</summary>
internal struct CollectionProgress
{
    /// <summary>The cost at which a step ends.</summary>
    public const int MostCost = 1024 * ExpirySweep.EntryCost;

    /// <summary>The position at which the next step goes on; 0 if the collection is done.</summary>
    public int Position;

    /// <summary>The cost of the entries and free slots that the step has visited.</summary>
    public int Cost;

    /// <summary>The number of entries at the first step.</summary>
    public int FirstCount;

    /// <summary>Indicates that the collection is done and has memory to give back.</summary>
    public bool IsSparse;

    /// <summary>Indicates that many entries have expired behind live ones.</summary>
    public bool IsScattered;
}
