using StateGen.Schemas;

namespace StateGen.Tests.Schemas;

/// <summary>Edited copies of the arrays in schemas.</summary>
internal static class EquatableArrayEdits
{
    public static EquatableArray<T> Add<T>(this EquatableArray<T> array, T element)
        where T : IEquatable<T> => [.. array, element];

    public static EquatableArray<T> RemoveAt<T>(this EquatableArray<T> array, int index)
        where T : IEquatable<T> => array.Where((_, i) => i != index).ToEquatableArray();

    public static EquatableArray<T> SetItem<T>(this EquatableArray<T> array, int index, T element)
        where T : IEquatable<T> => array.Select((old, i) => i == index ? element : old).ToEquatableArray();

    public static EquatableArray<T> Replace<T>(this EquatableArray<T> array, T old, T element)
        where T : IEquatable<T> => array.Select(candidate => candidate.Equals(old) ? element : candidate).ToEquatableArray();
}
