namespace StateGen.TestKit.Values;

/// <summary>Tuples of any length, which nest from the eighth element on.</summary>
internal static class TupleTypes
{
    private const int ElementsBeforeRest = 7;

    public static IEnumerable<Type> Elements(Type tuple)
    {
        var arguments = tuple.GetGenericArguments();
        return arguments.Length > ElementsBeforeRest
            ? [.. arguments.Take(ElementsBeforeRest), .. Elements(arguments[ElementsBeforeRest])]
            : arguments;
    }
}
