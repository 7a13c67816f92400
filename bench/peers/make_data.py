"""Make the OptNet recipe [Amos & Kolter 2017]: dense quadratic programs, n variables, m = n inequalities.

    L ~ U(0,1)^(n x n),  P = LL' + 1e-3 I,  c, A, x0 ~ N(0,1),  s0 ~ U(0,1),  b = A x0 + s0

Each size is written twice with the same numbers: as .npz for Conelet and the Python peers (design: c, b, P, A and
the cone l = m), and as a raw file for the C harness (int32 n, m, batch; per problem P, c, A, b in float64).
"""

import argparse
import pathlib

import numpy as np

BATCH_OF_SIZE = {10: 4096, 50: 512, 100: 128}
SEED = 20260901


def optnet(n, batch, seed):
    """Return P [batch,n,n], c [batch,n], A [batch,n,n], b [batch,n]."""
    random = np.random.default_rng([seed, n])
    L = random.random((batch, n, n))
    P = L @ L.transpose(0, 2, 1) + 1e-3 * np.eye(n)
    P = (P + P.transpose(0, 2, 1)) / 2
    c = random.standard_normal((batch, n))
    A = random.standard_normal((batch, n, n))
    x0 = random.standard_normal((batch, n))
    s0 = random.random((batch, n))
    b = np.einsum("bij,bj->bi", A, x0) + s0
    return P, c, A, b


def write_raw(path, P, c, A, b):
    batch, m, n = A.shape
    rows = [part.reshape(batch, -1) for part in (P, c, A, b)]
    with open(path, "wb") as file:
        np.array([n, m, batch], dtype="<i4").tofile(file)
        np.concatenate(rows, axis=1).astype("<f8").tofile(file)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path, help="where optnet<n>.npz and optnet<n>.bin go")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for n, batch in BATCH_OF_SIZE.items():
        P, c, A, b = optnet(n, batch, SEED)
        np.savez(folder / f"optnet{n}.npz", P=P, c=c, A=A, b=b, l=np.int32(n))
        write_raw(folder / f"optnet{n}.bin", P, c, A, b)


if __name__ == "__main__":
    main()
