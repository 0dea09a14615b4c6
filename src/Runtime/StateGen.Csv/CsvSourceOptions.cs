namespace StateGen.Csv;

/// <summary>The options of a source that reads CSV. Immutable.</summary>
public sealed record CsvSourceOptions
{
    /// <summary>Gets the character between two fields: an ASCII character other than a quote and a line end.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Gets a value indicating whether the first row has the names of the columns. All rows must then have as many fields as it has.</summary>
    public bool HasHeader { get; init; } = true;

    /// <exception cref="ArgumentException">An option has an invalid value.</exception>
    internal void Validate(string parameter)
    {
        if (!char.IsAscii(Separator) || Separator is '"' or '\r' or '\n' or '\0')
            throw new ArgumentException($"The separator '{Separator}' must be an ASCII character other than a quote and a line end.", parameter);
    }
}
