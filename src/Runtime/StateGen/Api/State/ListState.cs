using System.Collections;
using StateGen.Backends;

namespace StateGen;

/// <summary>
/// Represents a list for each key of the operator. <see cref="Add"/> appends without reading the list. Enumeration follows the order of appending and
/// streams the elements: a disk backend never holds the whole list in memory. Modifying the list during an enumeration makes the enumeration throw.
/// Not thread-safe. Every member throws <see cref="NoCurrentKeyException"/> outside <c>OnEvent</c> and <c>OnTimer</c>.
/// </summary>
/// <typeparam name="T">The type of the elements, immutable. Null elements are not allowed.</typeparam>
public sealed class ListState<T> : IEnumerable<T>
{
    private readonly ListTable<T> _table;
    private long _version;

    /// <summary>Creates the handle for a table of a backend. Called by generated code.</summary>
    /// <param name="table">The table that holds the elements.</param>
    public ListState(ListTable<T> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
    }

    /// <summary>Gets a value indicating whether the list has no live element.</summary>
    public bool IsEmpty => Table.IsEmpty();

    private ListTable<T> Table
    {
        get
        {
            _table.CurrentKey.Require(_table.Descriptor.Name);
            return _table;
        }
    }

    /// <summary>Appends an element without reading the list.</summary>
    /// <param name="element">The element, not null.</param>
    public void Add(T element)
    {
        ArgumentNullException.ThrowIfNull(element);
        Table.Append(element);
        _version++;
    }

    /// <summary>Appends elements in their order. Appending no elements is a no-op.</summary>
    /// <param name="elements">The elements. If one of them is null, nothing is added.</param>
    /// <exception cref="ArgumentException">An element has no stored form, such as text with a lone surrogate; nothing is added.</exception>
    public void AddRange(IEnumerable<T> elements) => Append(Checked(elements));

    /// <summary>Replaces the whole list. An empty replacement clears it.</summary>
    /// <param name="elements">The elements. If one of them is null, nothing is changed.</param>
    /// <exception cref="ArgumentException">An element has no stored form, such as text with a lone surrogate; nothing is changed.</exception>
    public void Update(IEnumerable<T> elements)
    {
        var replacement = Checked(elements);
        Clear();
        Append(replacement);
    }

    /// <summary>Removes every element of the current key.</summary>
    public void Clear()
    {
        Table.Clear();
        _version++;
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        var table = Table;
        return Enumerate(table, table.CurrentKey.Epoch, _version);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // All elements are checked before the list is changed.
    private T[] Checked(IEnumerable<T> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        var table = Table;
        var copy = elements.ToArray();
        for (var i = 0; i < copy.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(copy[i], nameof(elements));
            copy[i] = table.Normalize(copy[i]);
        }

        return copy;
    }

    private void Append(T[] elements)
    {
        var table = Table;
        foreach (var element in elements)
            table.Append(element);
        _version++;
    }

    private IEnumerator<T> Enumerate(ListTable<T> table, long epoch, long version)
    {
        using var elements = table.Enumerate();
        while (MoveNext(elements, epoch, version))
            yield return elements.Current;
    }

    private bool MoveNext(IEnumerator<T> elements, long epoch, long version)
    {
        if (epoch != _table.CurrentKey.Epoch)
            throw new InvalidOperationException(
                $"An enumeration of list state '{_table.Descriptor.Name}' outlived its record. Enumerate within OnEvent or OnTimer, or copy the elements.");
        if (version != _version)
            throw new InvalidOperationException($"List state '{_table.Descriptor.Name}' was modified while it was enumerated. Copy the elements first.");
        return elements.MoveNext();
    }
}
