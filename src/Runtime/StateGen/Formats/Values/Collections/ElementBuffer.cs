namespace StateGen.Formats.Values.Collections;

/// <summary>Elements as they are read. Grows with what was read, not with what was announced.</summary>
internal struct ElementBuffer<T>
{
    private T[] _elements;
    private int _count;

    public ElementBuffer(int capacity) => _elements = capacity == 0 ? [] : new T[capacity];

    public void Add(T element)
    {
        if (_count == _elements.Length)
            Array.Resize(ref _elements, Math.Max(1, _count * 2));
        _elements[_count++] = element;
    }

    /// <summary>The elements in an array of their number; the buffer must not be used afterwards.</summary>
    public T[] TakeArray()
    {
        if (_count < _elements.Length)
            Array.Resize(ref _elements, _count);
        return _elements;
    }
}
