namespace StateGen.Formats.Values.Collections;

/// <summary>Refuses null, and collections of a derived type, whose own members a restore would lose.</summary>
internal static class ExactType
{
    public static void Require<T>(T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.GetType() != typeof(T))
            throw new ArgumentException($"A {value.GetType()} cannot be stored as {typeof(T)}, because its own members would be lost.", nameof(value));
    }
}
