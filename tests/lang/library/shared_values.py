"""multiprocessing: Value, Array and ctypes objects in shared memory."""
import ctypes, multiprocessing
from multiprocessing import sharedctypes as shared


class Point(ctypes.Structure):
    _fields_ = [("x", ctypes.c_double), ("y", ctypes.c_double)]


def work(number, array, points, text, raw):
    with number.get_lock():
        number.value += 10
    for i in range(len(array)):
        array[i] *= 2
    for point in points:
        point.x += 1
    text.value = b"from the child"
    raw[0] = 99


if __name__ == "__main__":
    number, array = multiprocessing.Value("i", 5), multiprocessing.Array("d", [1.5, 2.5, 3.5])
    points = multiprocessing.Array(Point, [(1, 2), (3, 4)])
    text, raw = shared.Array(ctypes.c_char, 20), shared.RawArray("h", 3)
    for i in range(3):
        child = multiprocessing.Process(target=work, args=(number, array, points, text, raw))
        child.start()
        child.join()
    print(number.value, array[:], [(p.x, p.y) for p in points], text.value, raw[:])
    print(type(number).__name__, type(array).__name__, len(array), number.get_obj(), shared.RawValue("d", 2.5).value)
    copied = shared.copy(number.get_obj())
    copied.value = 1
    print(number.value, copied.value)
