using StateGen;

namespace FlightDelays.Flights;

/// <summary>Reads the file of flights.</summary>
internal static class FlightSource
{
    public static ISource<Flight> Open(string path, int splits) => FileSource.Lines(path, skip: 1, Flight.Parse, splits);

    /// <summary>Checks the first line, which the source skips.</summary>
    /// <exception cref="StateGenException">The file cannot be read or lacks a column.</exception>
    public static async Task RequireHeaderAsync(string path, CancellationToken cancellationToken)
    {
        var header = await ReadFirstLineAsync(path, cancellationToken);
        if (header == Flight.Header)
            return;
        var missing = Flight.Header.Split(',').Except(header.Split(','), StringComparer.Ordinal).FirstOrDefault();
        var reason = missing is null ? $"the columns must be {Flight.Header}" : $"the column '{missing}' is missing";
        throw new SourceRecordException(path, 1, reason, header);
    }

    private static async Task<string> ReadFirstLineAsync(string path, CancellationToken cancellationToken)
    {
        var source = FileSource.Lines(path, static line => line);
        var splits = await source.DiscoverSplitsAsync(cancellationToken);
        await using var reader = await source.OpenAsync(splits[0], cancellationToken);
        var lines = new string[1];
        var read = await reader.ReadAsync(lines, cancellationToken);
        return read.Count > 0 ? lines[0] : "";
    }
}
