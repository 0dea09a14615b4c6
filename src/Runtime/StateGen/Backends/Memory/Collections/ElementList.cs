using System.Runtime.CompilerServices;

namespace StateGen.Backends.Memory.Collections;

/// <summary>The elements of one list state for one key, oldest first. Elements can be removed at both ends. Not thread-safe.</summary>
internal sealed class ElementList<T>(bool isTimed) : IKeyCollection
{
    private const int SmallestCapacity = 4;

    private T[] _elements = new T[SmallestCapacity];
    private long[]? _writtenAt = isTimed ? new long[SmallestCapacity] : null;
    private int _first;

    public int Count { get; private set; }

    public int Capacity => _elements.Length;

    public T this[int position] => _elements[_first + position];

    /// <summary>Gets the last-write timestamp of an element; null if elements do not expire.</summary>
    public long? WrittenAt(int position) => _writtenAt?[_first + position];

    public void Add(T element, long writtenAt)
    {
        if (_first + Count == _elements.Length)
            MakeRoom();
        _elements[_first + Count] = element;
        if (_writtenAt is not null)
            _writtenAt[_first + Count] = writtenAt;
        Count++;
    }

    public void RemoveFirst()
    {
        _elements[_first++] = default!;
        if (--Count == 0)
            _first = 0;
    }

    /// <summary>Removes the elements that were added last.</summary>
    public void RemoveLast(int count)
    {
        Count -= count;
        Array.Clear(_elements, _first + Count, count);
    }

    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            Array.Clear(_elements, _first, Count);
        _first = Count = 0;
    }

    // Reuses the array if at least half of it is free at the front, so that a list from which as many elements are removed as are added does not grow.
    private void MakeRoom()
    {
        var capacity = _first >= _elements.Length / 2 ? _elements.Length : checked(_elements.Length * 2);
        _elements = Moved(_elements, capacity);
        if (_writtenAt is not null)
            _writtenAt = Moved(_writtenAt, capacity);
        _first = 0;
    }

    private TItem[] Moved<TItem>(TItem[] items, int capacity)
    {
        var target = new TItem[capacity];
        Array.Copy(items, _first, target, 0, Count);
        return target;
    }
}
