using System.Collections;
using StateGen.Backends.Memory.OperatorStates;

namespace StateGen;

/// <summary>
/// Represents a list that belongs to one parallel subtask of an operator and not to a key. It can be used in every callback, also in
/// <c>OnOpenAsync</c>, when it is restored, and in <c>OnCloseAsync</c>, whose changes are in no checkpoint. A callback that throws leaves it unchanged. It is
/// held in memory on every backend. Adding, reading and setting an element take constant time, except that the first element that is set
/// while a checkpoint is being written copies the list. Not thread-safe.
/// </summary>
/// <typeparam name="T">The type of the elements, immutable. Null elements are not allowed.</typeparam>
public sealed class OperatorListState<T> : IReadOnlyList<T>
{
    private readonly OperatorListTable<T> _table;

    internal OperatorListState(OperatorListTable<T> table) => _table = table;

    /// <summary>Gets or sets an element.</summary>
    /// <param name="index">The index, from 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public T this[int index]
    {
        get => _table.HandOut(_table.Get(Checked(index)));
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _table.Set(Checked(index), _table.Normalize(value));
        }
    }

    /// <summary>Gets the number of elements.</summary>
    public int Count => _table.Count;

    /// <summary>Gets a value indicating whether there is no element.</summary>
    public bool IsEmpty => _table.Count == 0;

    /// <summary>Appends an element.</summary>
    /// <param name="element">The element, not null.</param>
    public void Add(T element)
    {
        ArgumentNullException.ThrowIfNull(element);
        _table.Add(_table.Normalize(element));
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
        _table.Clear();
        Append(replacement);
    }

    /// <summary>Removes every element.</summary>
    public void Clear() => _table.Clear();

    /// <summary>Enumerates the elements in their order. A change ends the enumeration with an exception.</summary>
    /// <exception cref="InvalidOperationException">The list has changed during the enumeration.</exception>
    public IEnumerator<T> GetEnumerator()
    {
        var version = _table.Version;
        for (var index = 0; index < _table.Count; index++)
        {
            yield return _table.HandOut(_table.Get(index));
            if (version != _table.Version)
            {
                throw new InvalidOperationException(
                    $"Operator state '{_table.StateName}' of operator '{_table.OperatorId}' was modified while it was enumerated. Copy the elements first.");
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Checked(int index) => (uint)index < (uint)_table.Count ? index : throw new ArgumentOutOfRangeException(
        nameof(index), index, $"Operator state '{_table.StateName}' of operator '{_table.OperatorId}' has {_table.Count} elements.");

    // All elements are checked before the list is changed.
    private T[] Checked(IEnumerable<T> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        var copy = elements.ToArray();
        for (var i = 0; i < copy.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(copy[i], nameof(elements));
            copy[i] = _table.Normalize(copy[i]);
        }

        return copy;
    }

    private void Append(T[] elements)
    {
        foreach (var element in elements)
            _table.Add(element);
    }
}
