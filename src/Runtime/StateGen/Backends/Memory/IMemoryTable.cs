using StateGen.Backends.Memory.Snapshots;
using StateGen.Serialization;

namespace StateGen.Backends.Memory;

/// <summary>What the store does with a table, whatever its types are.</summary>
internal interface IMemoryTable
{
    /// <summary>The section of the snapshot file that holds the table.</summary>
    string Section { get; }

    /// <summary>The number of stored rows, map entries or list elements, expired or not.</summary>
    long CountEntries();

    /// <summary>Makes the record's changes permanent.</summary>
    void Commit();

    /// <summary>Undoes the record's changes.</summary>
    void Rollback();

    /// <summary>Between records: removes what has expired, in steps whose number follows the number of writes.</summary>
    void RemoveExpired();

    /// <summary>Writes every live entry.</summary>
    void WriteTo(BlockFile file);

    /// <summary>Adds the entries of a block.</summary>
    void Read(in BlockHeader header, ref MessagePackReader entries);
}
