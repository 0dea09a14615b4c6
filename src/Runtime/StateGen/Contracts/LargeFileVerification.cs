namespace StateGen.Contracts;

/// <summary>
/// Verifies the rules about a large file. That it is streamed shows in the live memory of the process in the middle and at the end of it. Other tests may need
/// memory at the same time, so a violation must be found several times in a row.
/// </summary>
internal sealed class LargeFileVerification(VerifiedStorage storage, long length, bool isInMemory)
{
    private const string Name = "large/file";
    private const int PieceLength = 1024 * 1024;
    private const int Seed = 20_260_401;
    private const int Measurements = 10;

    public async Task LargeFileAsync()
    {
        await WriteAsync(static () => { }).ConfigureAwait(false);
        await storage.RequireNamesAsync(Name).ConfigureAwait(false);
        await ReadAsync(length, static () => { }).ConfigureAwait(false);
        await ReadAsync(PieceLength, static () => { }).ConfigureAwait(false);
    }

    public async Task StreamingAsync()
    {
        if (isInMemory)
            return;
        await RequireStreamedAsync("written", WriteAsync).ConfigureAwait(false);
        await RequireStreamedAsync("read", measure => ReadAsync(length, measure)).ConfigureAwait(false);
    }

    private async Task RequireStreamedAsync(string how, Func<Action, Task> transfer)
    {
        var least = long.MaxValue;
        for (var measurement = 0; measurement < Measurements && least > length / 2; measurement++)
        {
            var (before, most) = (GC.GetTotalMemory(forceFullCollection: true), 0L);
            await transfer(() => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before)).ConfigureAwait(false);
            least = Math.Min(least, most);
        }

        storage.Require(least <= length / 2, $"a file of {length:N0} bytes needs {least:N0} bytes of memory when it is {how}.");
    }

    private Task WriteAsync(Action measure) => storage.Storage.WriteAsync(
        storage.PathOf(Name),
        async (stream, token) =>
        {
            var content = new Pieces(length);
            while (content.MoveNext())
            {
                await stream.WriteAsync(content.Current, token).ConfigureAwait(false);
                if (content.IsAtMeasurement)
                    measure();
            }
        },
        storage.Cancellation);

    private async Task ReadAsync(long end, Action measure)
    {
        var stream = await storage.Other.TryOpenAsync(storage.PathOf(Name), storage.Cancellation).ConfigureAwait(false);
        storage.Require(stream is not null, "the large file does not open.");
        await using (stream.ConfigureAwait(false))
        {
            var (expected, found) = (new Pieces(length), new byte[PieceLength]);
            while (expected.Position < end && expected.MoveNext())
            {
                var piece = found.AsMemory(0, expected.Current.Length);
                var read = await stream.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, storage.Cancellation).ConfigureAwait(false);
                storage.Require(
                    read == piece.Length && piece.Span.SequenceEqual(expected.Current.Span), $"the large file differs before byte {expected.Position:N0}.");
                if (expected.IsAtMeasurement)
                    measure();
            }

            if (end < length)
                return;
            var more = await stream.ReadAsync(found, storage.Cancellation).ConfigureAwait(false);
            storage.Require(more == 0, "the large file is longer than what was written.");
        }
    }

    /// <summary>The content of the large file, piece by piece; no two pieces are equal.</summary>
    private sealed class Pieces(long length)
    {
        private readonly byte[] _piece = new byte[PieceLength];
        private readonly Random _random = new(Seed);

        public long Position { get; private set; }

        public ReadOnlyMemory<byte> Current { get; private set; }

        public bool IsAtMeasurement => Position == length || (Position <= length / 2 && Position + PieceLength > length / 2);

        public bool MoveNext()
        {
            if (Position == length)
                return false;
            _random.NextBytes(_piece);
            Current = _piece.AsMemory(0, (int)Math.Min(PieceLength, length - Position));
            Position += Current.Length;
            return true;
        }
    }
}
