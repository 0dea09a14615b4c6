using System.Collections;
using System.Runtime.CompilerServices;
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

    /// <summary>Enumerates the elements of the current key, in the order of appending.</summary>
    public Enumerator GetEnumerator() => new(this, Table);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RequireUnchanged(long epoch, long version)
    {
        if (epoch != _table.CurrentKey.Epoch || version != _version)
            throw Changed(epoch);
    }

    private InvalidOperationException Changed(long epoch) => new(
        epoch != _table.CurrentKey.Epoch
            ? $"An enumeration of list state '{_table.Descriptor.Name}' outlived its record. Enumerate within OnEvent or OnTimer, or copy the elements."
            : $"List state '{_table.Descriptor.Name}' was modified while it was enumerated. Copy the elements first.");

    /// <summary>Enumerates the elements of a list. It is a struct, so that <c>foreach</c> allocates nothing where the elements are in memory.</summary>
    public struct Enumerator : IEnumerator<T>
    {
        private readonly ListState<T> _list;
        private readonly long _epoch;
        private readonly long _version;
        private readonly IEnumerator<T>? _stream;
        private readonly T[] _items;
        private readonly int _end;
        private int _next;

        internal Enumerator(ListState<T> list, ListTable<T> table)
        {
            _list = list;
            _epoch = table.CurrentKey.Epoch;
            _version = list._version;
            Current = default!;
            if (table.TryRead(out var elements))
            {
                (_items, _next, _end) = (elements.Items, elements.Start, elements.Start + elements.Count);
                return;
            }

            _items = [];
            _stream = table.Enumerate();
        }

        /// <inheritdoc/>
        public T Current { get; private set; }

        readonly object? IEnumerator.Current => Current;

        /// <inheritdoc/>
        /// <exception cref="InvalidOperationException">The list was modified, or the record has ended.</exception>
        public bool MoveNext()
        {
            _list.RequireUnchanged(_epoch, _version);
            if (_stream is not null)
                return MoveNextOf(_stream);
            if (_next == _end)
                return false;
            var item = _items[_next++];
            Current = RuntimeHelpers.IsReferenceOrContainsReferences<T>() ? _list._table.HandOut(item) : item;
            return true;
        }

        /// <summary>Not supported. Enumerate the list again instead.</summary>
        /// <exception cref="NotSupportedException">Always thrown.</exception>
        public readonly void Reset() => throw new NotSupportedException("An enumeration of a list cannot be reset. Enumerate the list again instead.");

        /// <inheritdoc/>
        public readonly void Dispose() => _stream?.Dispose();

        private bool MoveNextOf(IEnumerator<T> stream)
        {
            var moved = stream.MoveNext();
            if (moved)
                Current = stream.Current;
            return moved;
        }
    }
}
